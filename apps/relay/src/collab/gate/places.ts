import { rootIn, rightsIn, type CellAddress, type DocumentKind } from '@stallcast/shared/rundown'
import type { EntriesShape, PathRights, RootShape, TextShape } from '@stallcast/shared/rundown'
import type { Role } from '@stallcast/shared/crew'
import * as Y from 'yjs'
import { endOf, type Struct } from './update.codec.ts'
import { holderOf, rootNameOf, type AnyType } from './yjs-internals.ts'

/** An entry (a cue) is a map whose keys the entries' shape names. */
export type EntryShape = { kind: 'entry'; entries: EntriesShape }

/** A type that structs can be in: where it stands, and what may stand in it (`null`: nothing may). */
export type Container = {
  /** `null` for a root that the document does not have. */
  type: AnyType | null
  shape: RootShape | EntryShape | null
  path: string
  /** What the author may do at this path and below. */
  rights: PathRights
  /** It is the text of this cell. */
  cell: CellAddress | null
  /** Made by the update being judged. */
  isNew: boolean
}

/**
 * Where a struct stands: a key of a map, or `null` in a text. `dead`: in something deleted, so Yjs drops
 * it wherever it arrives. `malformed`: no Yjs client writes such a thing.
 */
export type Place = { container: Container; key: string | null } | 'dead' | 'malformed'

/** Resolves the structs of one update against a document, without applying anything. */
export class PlaceFinder {
  readonly #doc: Y.Doc
  readonly #kind: DocumentKind
  readonly #role: Role
  readonly #structs: ReadonlyMap<number, readonly Struct[]>
  readonly #places = new Map<Struct, Place>()
  readonly #containers = new Map<AnyType, Container | 'dead'>()
  readonly #roots = new Map<string, Container>()

  constructor(
    doc: Y.Doc,
    kind: DocumentKind,
    role: Role,
    structs: ReadonlyMap<number, readonly Struct[]>,
  ) {
    this.#doc = doc
    this.#kind = kind
    this.#role = role
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
    if (owner === null) return this.#root(rootNameOf(type))
    if (owner.deleted) return 'dead'
    const place = this.where(owner)
    if (place === 'dead' || place === 'malformed') return 'dead'
    const { container, key } = place
    return {
      type,
      shape: shapeUnder(container.shape, key),
      path: joined(place),
      rights: key === null ? container.rights : container.rights.under(key),
      cell: null,
      isNew: holderOf(type) === null,
    }
  }

  #root(name: string): Container {
    const known = this.#roots.get(name)
    if (known) return known
    const place = rootIn(this.#kind, name) ?? { shape: null, path: name, cell: null }
    const container: Container = {
      ...place,
      type: this.#doc.share.get(name) ?? null,
      rights: rightsAt(rightsIn(this.#kind, this.#role), place.path),
      isNew: false,
    }
    this.#roots.set(name, container)
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

/** `cues/{id}/title`; a place in a text is the text's own path, a cell is `cells/{cueId}/{columnId}`. */
export function joined({ container, key }: { container: Container; key: string | null }): string {
  if (key === null) return container.path
  return `${container.path}/${container.shape?.kind === 'cells' ? key.replace(':', '/') : key}`
}

function rightsAt(top: PathRights, path: string): PathRights {
  return path.split('/').reduce((rights, segment) => rights.under(segment), top)
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
