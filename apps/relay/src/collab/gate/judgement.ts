import type { Role } from '@stallcast/shared/crew'
import type { DomainError } from '@stallcast/shared/kernel'
import {
  isEntryId,
  parseCellKey,
  type CellsShape,
  type EntriesShape,
  type PathOperation,
  type RecordShape,
  type TextShape,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { CellWrites } from './cell-writes.ts'
import { lastValue, type FieldReader } from './columns.ts'
import { keyEffect, liveValue, type KeyWrites } from './key-effect.ts'
import { joined, type Container, type Place } from './places.ts'
import { refusal, type RefusalReason } from './refusal.ts'
import { endOf, overlap, type Range, type Struct } from './update.codec.ts'
import { holdsValid, isNewType } from './values.ts'
import { keyCount, keyItem, lengthOf } from './yjs-internals.ts'

type TextWrites = { container: Container; shape: TextShape; growth: number }

/** Collects what one update writes and throws `collab.refused` at the first thing that may not be. */
export class Judgement {
  /** Paths that the update touches; inside a new entry only the entry's own. */
  readonly paths = new Set<string>()
  readonly #role: Role
  readonly #deletes: ReadonlyMap<number, readonly Range[]>
  readonly #keys = new Map<Container, Map<string, KeyWrites>>()
  readonly #texts = new Map<Container, TextWrites>()
  readonly #cells: CellWrites
  readonly #newEntries = new Map<string, EntriesShape>()
  readonly #added = new Map<Container, number>()

  constructor(doc: Y.Doc, role: Role, deletes: ReadonlyMap<number, readonly Range[]>) {
    this.#role = role
    this.#deletes = deletes
    this.#cells = new CellWrites(doc, role)
  }

  write(struct: Struct, place: Place): void {
    if (place === 'dead' || !(struct instanceof Y.Item)) return
    if (place === 'malformed') throw this.#refused('shape', '')
    const { container, key } = place
    switch (container.shape?.kind) {
      case 'entries':
        return this.#writeEntry(struct, container, key, container.shape)
      case 'entry':
        return this.#writeField(struct, container, key, container.shape.entries)
      case 'record':
        return this.#writeField(struct, container, key, container.shape)
      case 'cells':
        return this.#writeCell(struct, container, key, container.shape)
      case 'text':
        return this.#writeText(struct, container, key, container.shape)
      case 'server':
        throw this.#refused('policy', joined(place))
      default:
        throw this.#refused('shape', joined(place))
    }
  }

  /** A live item of the document in the update's delete set. */
  remove(place: Place, length: number): void {
    if (place === 'dead') return
    if (place === 'malformed') throw this.#refused('shape', '')
    const { container, key } = place
    if (container.shape?.kind === 'text' && key === null) {
      this.#demandText(container)
      this.#textWrites(container, container.shape).growth -= length
    } else if (key !== null && container.shape && container.shape.kind !== 'server') {
      this.#keyWrites(container, key).deletesLive = true
    } else {
      throw this.#refused('policy', joined(place))
    }
  }

  /**
   * After the last write: what the keys, cells and texts come to.
   * @param lives decides a key that `keyEffect` cannot
   */
  conclude(lives: (path: string) => boolean): void {
    for (const [container, keys] of this.#keys) {
      for (const writes of keys.values()) this.#concludeKey(container, writes, lives)
    }
    this.#demandWholeEntries()
    for (const path of this.#cells.conclude((entry) => this.#newEntry(entry))) this.paths.add(path)
    for (const { container, shape, growth } of this.#texts.values()) {
      const before = container.isNew || !container.type ? 0 : lengthOf(container.type)
      if (growth > 0 && before + growth > shape.maxLength) {
        throw this.#refused('size', container.path)
      }
    }
  }

  #writeEntry(item: Y.Item, container: Container, key: string | null, shape: EntriesShape): void {
    if (key === null || !isEntryId(key)) throw this.#refused('shape', container.path)
    const path = `${container.path}/${key}`
    const writes = this.#keyWrites(container, key)
    const replaces = writes.items.length > 0 || liveValue(container, key) !== null
    this.#demand(container, key, replaces ? 'set' : 'insert')
    if (!isNewType(item, Y.Map)) throw this.#refused('shape', path)
    this.#newEntries.set(path, shape)
    this.#countKey(container, shape.maxEntries, path)
    writes.items.push(item)
  }

  #writeField(
    item: Y.Item,
    container: Container,
    key: string | null,
    shape: EntriesShape | RecordShape,
  ): void {
    const field = key !== null && Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
    if (key === null || !field) throw this.#refused('shape', joined({ container, key }))
    this.#demand(container, key, 'set')
    const writes = this.#keyWrites(container, key)
    if (field.kind === 'text') {
      // A text is edited, never replaced: others may be typing in it.
      if (writes.items.length > 0 || liveValue(container, key) || !isNewType(item, Y.Text)) {
        throw this.#refused('shape', `${container.path}/${key}`)
      }
    } else {
      const path = `${container.path}/${key}`
      if (field.fixed && liveValue(container, key)) throw this.#refused('fixed', path)
      if (!holdsValid(item, field.schema)) throw this.#refused('value', path)
    }
    writes.items.push(item)
  }

  #writeCell(item: Y.Item, container: Container, key: string | null, shape: CellsShape): void {
    const path = joined({ container, key })
    const cell = key === null ? null : parseCellKey(key)
    if (key === null || !cell) throw this.#refused('shape', path)
    const writes = this.#keyWrites(container, key)
    const isKnown = writes.items.length > 0 || (container.type && keyItem(container.type, key))
    if (!isKnown) this.#countKey(container, shape.maxCells, path)
    writes.items.push(item)
    this.#cells.value(container, path, cell, item)
  }

  #writeText(item: Y.Item, container: Container, key: string | null, shape: TextShape): void {
    if (key !== null) throw this.#refused('shape', container.path)
    this.#demandText(container)
    const { content } = item
    if (content instanceof Y.ContentDeleted) return
    if (content instanceof Y.ContentFormat) {
      const allowed = content.value === null || content.value === true
      if (allowed && shape.formats.includes(content.key)) return
    }
    if (!(content instanceof Y.ContentString)) throw this.#refused('value', container.path)
    const gone = overlap(this.#deletes.get(item.id.client), item.id.clock, endOf(item))
    this.#textWrites(container, shape).growth += item.length - gone
  }

  #concludeKey(container: Container, writes: KeyWrites, lives: (path: string) => boolean): void {
    const { key } = writes
    if (container.shape?.kind === 'cells') {
      const cell = parseCellKey(key)
      const path = joined({ container, key })
      if (!cell) throw this.#refused('shape', path)
      // A cell may be emptied by taking its value away.
      if (writes.items.length === 0) this.#cells.value(container, path, cell, null)
    } else if (mayBeMissing(container, key)) {
      // Taking away what may be missing sets it to its default: how an undo of the first value looks.
      this.#demand(container, key, 'set')
    } else {
      const effect = keyEffect(writes, this.#deletes)
      const alive = effect === 'unclear' ? lives(`${container.path}/${key}`) : effect === 'lives'
      if (!alive) this.#demand(container, key, 'delete')
    }
  }

  #newEntry(path: string): FieldReader | null {
    if (!this.#newEntries.has(path)) return null
    for (const [container, keys] of this.#keys) {
      if (container.path !== path) continue
      return (field) => {
        const item = keys.get(field)?.items.at(-1)
        return item && lastValue(item)
      }
    }
    return null
  }

  /** A new entry has all its fields, so that nobody has to reckon with half a cue. */
  #demandWholeEntries(): void {
    if (this.#newEntries.size === 0) return
    const written = new Map<string, ReadonlyMap<string, KeyWrites>>()
    for (const [container, keys] of this.#keys) written.set(container.path, keys)
    for (const [path, shape] of this.#newEntries) {
      const keys = written.get(path)
      const missing = Object.entries(shape.fields).find(
        ([name, field]) => !keys?.has(name) && !(field.kind === 'scalar' && field.optional),
      )
      if (missing) throw this.#refused('shape', `${path}/${missing[0]}`)
    }
  }

  #demand(container: Container, key: string, operation: PathOperation): void {
    const path = `${container.path}/${key}`
    if (!container.rights.under(key).may(operation, this.#role)) {
      throw this.#refused('policy', path)
    }
    if (!container.isNew) this.paths.add(path)
  }

  #demandText(container: Container): void {
    const { cell, path } = container
    if (cell) {
      if (!this.#texts.has(container)) this.#cells.text(container, cell)
    } else {
      if (!container.rights.may('text', this.#role)) throw this.#refused('policy', path)
      if (!container.isNew) this.paths.add(path)
    }
  }

  #countKey(container: Container, max: number, path: string): void {
    const added = (this.#added.get(container) ?? 0) + 1
    this.#added.set(container, added)
    const before = container.type ? keyCount(container.type) : 0
    if (before + added > max) throw this.#refused('size', path)
  }

  #keyWrites(container: Container, key: string): KeyWrites {
    const keys = this.#keys.get(container) ?? new Map<string, KeyWrites>()
    this.#keys.set(container, keys)
    const writes = keys.get(key) ?? { container, key, items: [], deletesLive: false }
    keys.set(key, writes)
    return writes
  }

  #textWrites(container: Container, shape: TextShape): TextWrites {
    const writes = this.#texts.get(container) ?? { container, shape, growth: 0 }
    this.#texts.set(container, writes)
    return writes
  }

  #refused(why: RefusalReason, path: string): DomainError {
    return refusal(this.#role, why, path)
  }
}

/** What a reader makes up for when it is not there. */
function mayBeMissing({ shape }: Container, key: string): boolean {
  if (shape?.kind === 'record') return Object.hasOwn(shape.fields, key)
  if (shape?.kind !== 'entry' || !Object.hasOwn(shape.entries.fields, key)) return false
  const field = shape.entries.fields[key]
  return field?.kind === 'scalar' && field.optional
}
