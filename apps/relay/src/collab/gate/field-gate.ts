import type { Role } from '@stallcast/shared/crew'
import { DomainError, isDomainError } from '@stallcast/shared/kernel'
import { mayWrite, type DocumentKind } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { inCausalOrder } from './causal-order.ts'
import { Judgement } from './judgement.ts'
import { livesInScratch } from './key-effect.ts'
import { findNews } from './news.ts'
import { PlaceFinder } from './places.ts'
import { refusal } from './refusal.ts'
import { decodeUpdate, encodeUpdate } from './update.codec.ts'

export type Author = {
  role: Role
  /** Whether structs of this client id may come from this author now. */
  mayUseClient(clientId: number): boolean
}

/**
 * `accepted`: apply and log `update` (written anew: only what is new, only what was judged).
 * `nothing`: all known already. `incomplete`: keep nothing, ask the author to sync.
 * `refused`: nothing of it may be applied, and the author's copy can no longer be brought into line.
 */
export type Verdict =
  | { kind: 'accepted'; update: Uint8Array; paths: string[]; clientIds: number[] }
  | { kind: 'nothing' }
  | { kind: 'incomplete' }
  | { kind: 'refused'; error: DomainError }

const nothingAtAll = 2

/**
 * Judges a V1 update against a document without applying it: every struct and delete is resolved to a
 * path and held against the role's policy and the shape of the document. All or nothing.
 */
export function judgeUpdate(
  doc: Y.Doc,
  kind: DocumentKind,
  author: Author,
  update: Uint8Array,
): Verdict {
  if (update.length === nothingAtAll && update[0] === 0 && update[1] === 0) {
    return { kind: 'nothing' }
  }
  const decoded = decodeUpdate(update)
  if (!decoded) return malformed('the update cannot be read')
  const news = findNews(doc.store, decoded)
  if (news === 'incomplete') return { kind: 'incomplete' }
  const { structs, deletes } = news.update
  if (structs.size === 0 && deletes.size === 0) return { kind: 'nothing' }
  if (news.cuts.size > 0) {
    // A struct whose head is known: cut it there and judge what Yjs would then see.
    return judgeUpdate(doc, kind, author, encodeUpdate(news.update, news.cuts))
  }
  const ordered = inCausalOrder(structs, (client) => Y.getState(doc.store, client))
  if (!ordered) return { kind: 'incomplete' }

  const clientIds = [...structs.keys()]
  const canonical = encodeUpdate(news.update)
  try {
    if (!mayWrite(kind, author.role)) throw refusal(author.role, 'policy', kind)
    if (!clientIds.every((id) => author.mayUseClient(id))) {
      throw refusal(author.role, 'identity', kind)
    }
    const judgement = new Judgement(doc, author.role, deletes)
    const places = new PlaceFinder(doc, kind, author.role, structs)
    for (const struct of ordered) judgement.write(struct, places.where(struct))
    for (const { item, length } of news.deletedItems) judgement.remove(places.where(item), length)
    judgement.conclude((path) => livesInScratch(doc, canonical, path))
    return { kind: 'accepted', update: canonical, paths: [...judgement.paths], clientIds }
  } catch (error) {
    if (isDomainError(error)) return { kind: 'refused', error }
    throw error
  }
}

function malformed(detail: string): Verdict {
  return { kind: 'refused', error: new DomainError('input.invalid', { detail }) }
}
