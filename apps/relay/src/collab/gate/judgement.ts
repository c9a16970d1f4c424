import type { Role } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import {
  isEntryId,
  judge,
  type DocumentKind,
  type EntriesShape,
  type PathOperation,
  type ScalarShape,
  type TextShape,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { keyEffect, liveValue, type KeyWrites } from './key-effect.ts'
import { joined, type Container, type Place } from './places.ts'
import { endOf, overlap, type Range, type Struct } from './update.codec.ts'
import { keyCount } from './yjs-internals.ts'

/** Why a write was refused, for the person and for the tests. */
export type RefusalReason = 'policy' | 'value' | 'shape' | 'size' | 'fixed' | 'identity'

type TextWrites = { container: Container; shape: TextShape; growth: number }

/** Collects what one update writes and throws `collab.refused` at the first thing that may not be. */
export class Judgement {
  /** Paths that the update touches; inside a new entry only the entry's own. */
  readonly paths = new Set<string>()
  readonly #kind: DocumentKind
  readonly #role: Role
  readonly #deletes: ReadonlyMap<number, readonly Range[]>
  readonly #keys = new Map<Container, Map<string, KeyWrites>>()
  readonly #texts = new Map<Container, TextWrites>()
  readonly #newEntries = new Map<string, EntriesShape>()
  readonly #entriesAdded = new Map<EntriesShape, number>()

  constructor(kind: DocumentKind, role: Role, deletes: ReadonlyMap<number, readonly Range[]>) {
    this.#kind = kind
    this.#role = role
    this.#deletes = deletes
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
      this.#demand(container, container.path, 'text')
      this.#textWrites(container, container.shape).growth -= length
    } else if (key !== null && container.shape && container.shape.kind !== 'server') {
      this.#keyWrites(container, key).deletesLive = true
    } else {
      throw this.#refused('policy', joined(place))
    }
  }

  /**
   * After the last write: what the keys and texts come to.
   * @param lives decides a key that `keyEffect` cannot
   */
  conclude(lives: (path: string) => boolean): void {
    for (const [container, keys] of this.#keys) {
      for (const writes of keys.values()) {
        const path = `${container.path}/${writes.key}`
        const effect = keyEffect(writes, this.#deletes)
        const alive = effect === 'unclear' ? lives(path) : effect === 'lives'
        if (!alive) this.#demand(container, path, 'delete')
      }
    }
    this.#demandWholeEntries()
    for (const { container, shape, growth } of this.#texts.values()) {
      const before =
        container.isNew || !(container.type instanceof Y.Text) ? 0 : container.type.length
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
    this.#demand(container, path, replaces ? 'set' : 'insert')
    if (!isNewType(item, Y.Map)) throw this.#refused('shape', path)
    this.#newEntries.set(path, shape)
    const added = (this.#entriesAdded.get(shape) ?? 0) + 1
    this.#entriesAdded.set(shape, added)
    if ((container.type ? keyCount(container.type) : 0) + added > shape.maxEntries)
      throw this.#refused('size', path)
    writes.items.push(item)
  }

  #writeField(item: Y.Item, container: Container, key: string | null, shape: EntriesShape): void {
    const field = key !== null && Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
    if (key === null || !field) throw this.#refused('shape', joined({ container, key }))
    const path = `${container.path}/${key}`
    this.#demand(container, path, 'set')
    const writes = this.#keyWrites(container, key)
    if (field.kind === 'text') {
      // A text is edited, never replaced: others may be typing in it.
      if (writes.items.length > 0 || liveValue(container, key) || !isNewType(item, Y.Text)) {
        throw this.#refused('shape', path)
      }
    } else {
      if (field.fixed && liveValue(container, key)) throw this.#refused('fixed', path)
      if (!holdsValid(item, field)) throw this.#refused('value', path)
    }
    writes.items.push(item)
  }

  #writeText(item: Y.Item, container: Container, key: string | null, shape: TextShape): void {
    if (key !== null) throw this.#refused('shape', container.path)
    this.#demand(container, container.path, 'text')
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

  #demand(container: Container, path: string, operation: PathOperation): void {
    if (!judge(this.#kind, this.#role, path, operation)) throw this.#refused('policy', path)
    if (!container.isNew) this.paths.add(path)
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

export function refusal(role: Role, why: RefusalReason, path: string): DomainError {
  return new DomainError('collab.refused', { role, path: path.slice(0, 200), why })
}

/** Exactly this type: `Y.XmlText` is a `Y.Text` to `instanceof`. */
function isNewType(item: Y.Item, type: typeof Y.Map | typeof Y.Text): boolean {
  return item.content instanceof Y.ContentType && item.content.type.constructor === type
}

/** Overwritten values that an undo manager kept arrive as one item of several values: each is looked at. */
function holdsValid(item: Y.Item, field: ScalarShape): boolean {
  const { content } = item
  if (content instanceof Y.ContentDeleted) return true
  if (!(content instanceof Y.ContentAny)) return false
  return content.arr.every((value: unknown) => field.schema.safeParse(value).success)
}
