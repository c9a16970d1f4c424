import type { EntriesShape, RootShape, TextShape } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { endOf, type Struct } from './update.codec.ts'
import { holderOf, type AnyType } from './yjs-internals.ts'

/** An entry (a cue) is a map whose keys the entries' shape names. */
export type EntryShape = { kind: 'entry'; entries: EntriesShape }

/** A type that structs can be in: where it stands, and what may stand in it (`null`: nothing may). */
export type Container = {
  /** `null` for a root that the document does not have. */
  type: AnyType | null
  shape: RootShape | EntryShape | null
  path: string
  /** Made by the update being judged. */
  isNew: boolean
}

/**
 * Where a struct stands: a key of a map, or `null` in a text. `dead`: in something deleted, so Yjs drops
 * it wherever it arrives. `malformed`: no Yjs client writes such a thing.
 */
export type Place = { container: Container; key: string | null } | 'dead' | 'malformed'

export type Shapes = Readonly<Record<string, RootShape>>

/** Resolves the structs of one update against a document, without applying anything. */
export class PlaceFinder {
  readonly #doc: Y.Doc
  readonly #shapes: Shapes
  readonly #structs: ReadonlyMap<number, readonly Struct[]>
  readonly #places = new Map<Struct, Place>()
  readonly #containers = new Map<AnyType, Container | 'dead'>()
  readonly #unknownRoots = new Map<string, Container>()

  constructor(doc: Y.Doc, shapes: Shapes, structs: ReadonlyMap<number, readonly Struct[]>) {
    this.#doc = doc
    this.#shapes = shapes
    this.#structs = structs
  }

  /** For a struct of the update, call in causal order: it builds on the places of those before it. */
  where(struct: Struct): Place {
    const known = this.#places.get(struct)
    if (known !== undefined) return known
    const place = struct instanceof Y.Item ? this.#resolve(struct) : 'dead'
    this.#places.set(struct, place)
    return place
  }

  /** Mirrors `Item.getMissing` of Yjs 13.6: parent from the left neighbour, else the right, else named. */
  #resolve(item: Y.Item): Place {
    const parent: unknown = item.parent
    if (typeof parent === 'string') return { container: this.#root(parent), key: item.parentSub }
    if (parent instanceof Y.AbstractType) return this.#within(parent, item.parentSub)
    if (parent instanceof Y.ID) {
      const owner = this.#find(parent)
      if (!(owner instanceof Y.Item) || owner.content instanceof Y.ContentDeleted) return 'dead'
      if (!(owner.content instanceof Y.ContentType)) return 'malformed'
      if (this.where(owner) === 'dead') return 'dead'
      return this.#within(owner.content.type, item.parentSub, owner)
    }
    const left = item.origin && this.where(this.#find(item.origin))
    const right = item.rightOrigin && this.where(this.#find(item.rightOrigin))
    if (left === 'dead' || right === 'dead') return 'dead'
    if (left === 'malformed' || right === 'malformed') return 'malformed'
    if (left && right && (left.container !== right.container || left.key !== right.key)) {
      return 'malformed'
    }
    return left ?? right ?? 'malformed'
  }

  #within(type: AnyType, key: string | null, owner = holderOf(type)): Place {
    const container = this.#container(type, owner)
    return container === 'dead' ? 'dead' : { container, key }
  }

  #container(type: AnyType, owner: Y.Item | null): Container | 'dead' {
    const known = this.#containers.get(type)
    if (known !== undefined) return known
    const container = this.#describe(type, owner)
    this.#containers.set(type, container)
    return container
  }

  #describe(type: AnyType, owner: Y.Item | null): Container | 'dead' {
    if (owner === null) return this.#root(Y.findRootTypeKey(type))
    if (owner.deleted) return 'dead'
    const place = this.where(owner)
    if (place === 'dead' || place === 'malformed') return 'dead'
    return {
      type,
      shape: shapeUnder(place.container.shape, place.key),
      path: joined(place),
      isNew: holderOf(type) === null,
    }
  }

  #root(name: string): Container {
    const type = this.#doc.share.get(name)
    const shape = Object.hasOwn(this.#shapes, name) ? (this.#shapes[name] ?? null) : null
    const known = type ? this.#containers.get(type) : this.#unknownRoots.get(name)
    if (known !== undefined && known !== 'dead') return known
    const container = { type: type ?? null, shape, path: name, isNew: false }
    if (type) this.#containers.set(type, container)
    else this.#unknownRoots.set(name, container)
    return container
  }

  /** Everything an update refers to is there: `inCausalOrder` has seen to it. */
  #find(id: Y.ID): Struct {
    const list: readonly Struct[] =
      id.clock < Y.getState(this.#doc.store, id.client)
        ? (this.#doc.store.clients.get(id.client) ?? [])
        : (this.#structs.get(id.client) ?? [])
    let low = 0
    let high = list.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const struct = list[middle]
      if (!struct) break
      if (id.clock < struct.id.clock) high = middle - 1
      else if (id.clock >= endOf(struct)) low = middle + 1
      else return struct
    }
    throw new Error(`Invariant: struct ${id.client}:${id.clock} is not there`)
  }
}

/** `cues/{id}/title`; a place in a text is the text's own path. */
export function joined(place: { container: Container; key: string | null }): string {
  return place.key === null ? place.container.path : `${place.container.path}/${place.key}`
}

function shapeUnder(shape: Container['shape'], key: string | null): Container['shape'] {
  if (key === null) return null
  if (shape?.kind === 'entries') return { kind: 'entry', entries: shape }
  if (shape?.kind === 'entry') return textUnder(shape, key)
  return null
}

function textUnder(shape: EntryShape, key: string): TextShape | null {
  const { fields } = shape.entries
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined
  return field?.kind === 'text' ? field : null
}
