import { cueSchema, markSchema, type Cue, type Mark } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { byOrder } from './order.ts'

/**
 * A root of entries as plain objects, read again only where something has changed: an untouched cue keeps
 * its object, so that screens need not look at it.
 */
export class EntryCache<Entry> {
  readonly #parse: (value: unknown) => Entry | null
  readonly #entries = new Map<string, Entry>()

  constructor(parse: (value: unknown) => Entry | null) {
    this.#parse = parse
  }

  readAll(root: Y.Map<unknown>): Entry[] {
    this.#entries.clear()
    for (const id of root.keys()) this.#read(root, id)
    return [...this.#entries.values()]
  }

  readChanged(root: Y.Map<unknown>, events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): Entry[] {
    const changed = new Set<string>()
    for (const event of events) {
      if (event.path.length > 0) changed.add(String(event.path[0]))
      else for (const id of event.changes.keys.keys()) changed.add(id)
    }
    for (const id of changed) this.#read(root, id)
    return [...this.#entries.values()]
  }

  #read(root: Y.Map<unknown>, id: string): void {
    const value = root.get(id)
    const entry = value instanceof Y.Map ? this.#parse({ ...value.toJSON(), id }) : null
    if (entry === null) this.#entries.delete(id)
    else this.#entries.set(id, entry)
  }
}

export function cueCache(): EntryCache<Cue> {
  return new EntryCache((value) => cueSchema.safeParse(value).data ?? null)
}

export function markCache(): EntryCache<Mark> {
  return new EntryCache((value) => markSchema.safeParse(value).data ?? null)
}

export function standing(cues: readonly Cue[]): Cue[] {
  return cues.filter((cue) => cue.deletedAt === null).toSorted(byOrder)
}

export function standingMarks(marks: readonly Mark[]): Mark[] {
  return marks.filter((mark) => mark.deletedAt === null).toSorted((a, b) => a.inAtMs - b.inAtMs)
}
