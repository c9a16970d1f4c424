import { demand, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import {
  documentName,
  mayRead,
  type DocumentKind,
  type DocumentVersion,
  type HistoryPage,
  type HistoryQuery,
  type NamedVersion,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import {
  dropVersion,
  historySeq,
  lastInLog,
  listVersions,
  listWriters,
  nameVersion,
  readChanges,
} from '@stallcast/store/collab'
import type { HistoryThread } from './history-thread.ts'

/**
 * Who changed what, and what it was before. Restoring is no business of the server: the client that wants a
 * version back writes the difference as an edit of its own, so that the field gate, undo and everybody's
 * concurrent edits hold for it as for any other.
 */
export class HistoryService {
  readonly #database: Database
  readonly #thread: HistoryThread

  constructor(deps: { database: Database; thread: HistoryThread }) {
    this.#database = deps.database
    this.#thread = deps.thread
  }

  /** @throws DomainError `auth.forbidden` */
  async page(seat: Seat, { kind, ...query }: HistoryQuery): Promise<HistoryPage> {
    const doc = await this.#drawn(seat, kind)
    return readChanges(this.#database, doc, query)
  }

  async writers(seat: Seat, kind: DocumentKind): Promise<string[]> {
    return listWriters(this.#database, await this.#drawn(seat, kind))
  }

  /**
   * The document as it was after an edit, or at a time.
   * @throws DomainError `auth.forbidden`, `history.unknown` before the first edit
   */
  async version(
    seat: Seat,
    kind: DocumentKind,
    at: { seq?: number; atMs?: number },
  ): Promise<DocumentVersion> {
    const doc = documentOf(seat, kind)
    const last = await lastInLog(this.#database, doc, at)
    const version = last && (await this.#thread.version(doc, kind, last.seq))
    if (!version) throw new DomainError('history.unknown')
    return version
  }

  async named(seat: Seat, kind: DocumentKind): Promise<NamedVersion[]> {
    documentOf(seat, kind)
    return listVersions(this.#database, seat.showId, kind)
  }

  /** Gives a version a name, that of now unless another is said. @returns all named versions */
  async name(
    seat: Seat,
    wanted: { kind: DocumentKind; name: string; seq?: number | undefined },
  ): Promise<NamedVersion[]> {
    demand(seat.role, 'rundown.restore')
    const { kind, name, seq } = wanted
    const until = seq === undefined ? {} : { seq }
    const last = await lastInLog(this.#database, documentOf(seat, kind), until)
    if (!last) throw new DomainError('history.unknown')
    const { showId, sessionId, personName: namedBy } = seat
    await nameVersion(this.#database, { showId, sessionId, namedBy, kind, name, ...last })
    return listVersions(this.#database, showId, kind)
  }

  async unname(seat: Seat, kind: DocumentKind, versionId: string): Promise<NamedVersion[]> {
    demand(seat.role, 'rundown.restore')
    documentOf(seat, kind)
    const done = await dropVersion(this.#database, seat.showId, versionId)
    if (!done) throw new DomainError('history.unknown')
    return listVersions(this.#database, seat.showId, kind)
  }

  async #drawn(seat: Seat, kind: DocumentKind): Promise<string> {
    const doc = documentOf(seat, kind)
    const [last, drawn] = await Promise.all([
      lastInLog(this.#database, doc),
      historySeq(this.#database, doc),
    ])
    if (last && last.seq > drawn) await this.#thread.draw(doc, kind)
    return doc
  }
}

function documentOf(seat: Seat, kind: DocumentKind): string {
  demand(seat.role, 'rundown.history')
  if (!mayRead(kind, seat.role)) {
    throw new DomainError('auth.forbidden', { role: seat.role, action: `open ${kind}` })
  }
  return documentName(seat.showId, kind)
}
