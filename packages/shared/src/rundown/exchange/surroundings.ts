import type { Column, Group } from '../columns.schema.ts'
import type { BareNumber } from './time-value.ts'

/** A camera or product as files name it. */
export type NamedThing = { id: string; label: string; code: string | null }

/** What a file's words are read and written against: the show that they belong to. */
export type Surroundings = {
  currency: string
  sources: readonly NamedThing[]
  /** `code` is the SKU. */
  products: readonly NamedThing[]
  /** The crew's columns, in order. */
  columns: readonly Column[]
  groups: readonly Group[]
}

/** How a person told the import to read what a file leaves open. */
export type ReadingChoices = {
  bareNumber: BareNumber
  /** Lengths that a spreadsheet took for hours and minutes (`2:00` typed for two minutes) are read a sixtieth as long. */
  hoursAreMinutes: boolean
}

/**
 * Finds by id, code or label, whatever the case; the exact id goes first. Undefined when nothing, or more than
 * one thing, is called so.
 */
export function findNamed(things: readonly NamedThing[], text: string): NamedThing | undefined {
  const exact = things.find((thing) => thing.id === text)
  if (exact) return exact
  const wanted = text.trim().toLowerCase()
  for (const name of [(thing: NamedThing) => thing.code, (thing: NamedThing) => thing.label]) {
    const [found, ...others] = things.filter(
      (thing) => name(thing)?.trim().toLowerCase() === wanted,
    )
    if (found) return others.length === 0 ? found : undefined
  }
  return undefined
}

/** The friendliest name that leads back to the same thing; its id when no other does. */
export function nameOf(things: readonly NamedThing[], id: string): string {
  const thing = things.find((each) => each.id === id)
  if (!thing) return id
  const name = [thing.code, thing.label].find(
    (each) => each !== null && each !== '' && findNamed(things, each)?.id === id,
  )
  return name ?? id
}
