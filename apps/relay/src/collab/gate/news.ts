import * as Y from 'yjs'
import { endOf, type DecodedUpdate, type Range, type Struct } from './update.codec.ts'

/** What an update would add to a document that the document does not have yet. */
export type News = {
  update: DecodedUpdate
  /** Clients whose first struct is known up to this clock. */
  cuts: Map<number, number>
  /** Live items of the document that the update deletes; a stretch of each. */
  deletedItems: { item: Y.Item; length: number }[]
}

/**
 * Known structs and known deletes are left out: a client's answer to SyncStep1 repeats every delete there
 * ever was.
 * @returns `incomplete` when something it builds on is in neither the document nor the update
 */
export function findNews(store: Y.Doc['store'], update: DecodedUpdate): News | 'incomplete' {
  const structs = new Map<number, Struct[]>()
  const cuts = new Map<number, number>()
  for (const [client, list] of update.structs) {
    const state = Y.getState(store, client)
    const fresh = list.filter((struct) => endOf(struct) > state)
    const first = fresh[0]
    if (!first) continue
    if (first.id.clock > state || fresh.some((struct) => struct instanceof Y.Skip)) {
      return 'incomplete'
    }
    if (first.id.clock < state) cuts.set(client, state)
    structs.set(client, fresh)
  }

  const deletes = new Map<number, Range[]>()
  const deletedItems: News['deletedItems'] = []
  for (const [client, ranges] of update.deletes) {
    const state = Y.getState(store, client)
    const last = structs.get(client)?.at(-1)
    const known = last ? endOf(last) : state
    const fresh: Range[] = []
    for (const range of ranges) {
      const end = range.clock + range.len
      if (end > known) return 'incomplete'
      for (const item of liveItems(store, client, range.clock, Math.min(end, state))) {
        const from = Math.max(range.clock, item.id.clock)
        const length = Math.min(end, endOf(item)) - from
        fresh.push({ clock: from, len: length })
        deletedItems.push({ item, length })
      }
      if (end > state) {
        const from = Math.max(range.clock, state)
        fresh.push({ clock: from, len: end - from })
      }
    }
    if (fresh.length > 0) deletes.set(client, fresh)
  }
  return { update: { structs, deletes }, cuts, deletedItems }
}

function* liveItems(store: Y.Doc['store'], client: number, from: number, to: number) {
  const structs = store.clients.get(client)
  if (!structs || from >= to) return
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= to) return
    if (struct instanceof Y.Item && !struct.deleted) yield struct
  }
}
