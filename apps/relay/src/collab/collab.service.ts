import { DomainError, type Clock } from '@stallcast/shared/kernel'
import { parseDocumentName } from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import type { RelayBus } from '../infra/relay-bus.ts'
import { closeReason } from './close-codes.ts'
import type { DocumentLog } from './document-log.port.ts'
import { DocumentState } from './document-state.ts'
import { defaultLimits, type CollabLimits } from './limits.ts'
import type { EditAuthor } from './document-tasks.ts'
import { LiveDocument, type AcceptedUpdate } from './live-document.ts'
import { newMetrics, type CollabLogger, type CollabMetrics } from './metrics.ts'

export type CollabServiceDeps = {
  log: DocumentLog
  clock: Clock
  logger: CollabLogger
  limits?: Partial<CollabLimits>
  /** To the other relays that use the same database; without it this one is alone. */
  bus?: RelayBus | null
}

/** The topic on which relays tell each other of withdrawn seats. */
const revocations = 'revoked-sessions'
const roleChanged = 'auth.role-changed'
/** Why a session ends: its link was withdrawn, or it goes on under another role. */
export type RevocationCode = 'auth.revoked' | typeof roleChanged

export type UpdateListener = (update: AcceptedUpdate) => void

/** The shared documents of all shows: what the rest of the relay reads, writes and hears of them. */
export class CollabService {
  readonly limits: CollabLimits
  readonly counters: CollabMetrics = newMetrics()
  readonly #deps: CollabServiceDeps
  readonly #documents = new Map<string, Promise<LiveDocument>>()
  readonly #listeners = new Set<{ docName: string | null; listener: UpdateListener }>()
  readonly #unloadTimers = new Map<string, NodeJS.Timeout>()
  readonly #bus: RelayBus | null
  readonly #unfollow: () => void = () => undefined
  readonly #sweeping: NodeJS.Timeout | undefined
  #isSweeping = false

  constructor(deps: CollabServiceDeps) {
    this.#deps = deps
    this.limits = { ...defaultLimits, ...deps.limits }
    this.#bus = deps.bus ?? null
    if (!this.#bus) return
    this.#unfollow = this.#bus.follow(revocations, {
      onMessage: (bytes) => {
        const [sessionId = '', why] = new TextDecoder().decode(bytes).split(' ')
        void this.#revokeHere(sessionId, why === roleChanged ? why : 'auth.revoked')
      },
      onResumed: () => undefined,
    })
    this.#sweeping = setInterval(() => void this.#sweep(), this.limits.sweepEveryMs)
    this.#sweeping.unref()
  }

  /** The live document, loaded if need be. @throws DomainError `show.unknown` for a name that is none */
  open(docName: string): Promise<LiveDocument> {
    const known = this.#documents.get(docName)
    if (known) return known
    const loading: Promise<LiveDocument> = this.#load(docName, () => this.#forget(docName, loading))
    this.#documents.set(docName, loading)
    loading.catch(() => this.#forget(docName, loading))
    return loading
  }

  /** Looks at a document as it is in the log; `look` must neither write nor keep what it is handed. */
  async read<T>(docName: string, look: (doc: Y.Doc) => T): Promise<T> {
    return this.#whileLoaded(docName, (document) => document.read(look))
  }

  /**
   * Writes past the gate, into any root; resolves when the edit is in the log and on its way to all.
   * @param author whose name it stands under in the log; none: the server itself
   */
  async writeAsServer(
    docName: string,
    edit: (doc: Y.Doc) => void,
    author?: EditAuthor,
  ): Promise<void> {
    return this.#whileLoaded(docName, (document) => document.write(edit, author))
  }

  /**
   * Hears of each edit once it is in the log, of one document or (`null`) of all.
   * @returns ends it
   */
  onUpdate(docName: string | null, listener: UpdateListener): () => void {
    const entry = { docName, listener }
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** Ends every connection of a session at once, on every relay: its link was withdrawn, or its role has changed. */
  async revoke(sessionId: string, why: RevocationCode = 'auth.revoked'): Promise<void> {
    this.#bus?.publish(revocations, new TextEncoder().encode(`${sessionId} ${why}`))
    await this.#revokeHere(sessionId, why)
  }

  metrics(): CollabMetrics {
    return { ...this.counters, documents: this.#documents.size }
  }

  /** Sends everybody away and leaves snapshots; waits for what is being written. */
  async close(): Promise<void> {
    this.#unfollow()
    clearInterval(this.#sweeping)
    for (const timer of this.#unloadTimers.values()) clearTimeout(timer)
    this.#unloadTimers.clear()
    const documents = await this.#loaded()
    this.#documents.clear()
    await Promise.all(documents.map((document) => document.close()))
  }

  async #load(docName: string, onFailed: () => void): Promise<LiveDocument> {
    const parsed = parseDocumentName(docName)
    if (!parsed) throw new DomainError('show.unknown')
    const { log, clock, logger } = this.#deps
    const state = await DocumentState.load(docName, parsed.kind, log, logger)
    return new LiveDocument(
      {
        ...parsed,
        name: docName,
        log,
        clock,
        logger,
        limits: this.limits,
        metrics: this.counters,
        bus: this.#bus,
        onAccepted: (update) => this.#announce(update),
        onDeserted: () => this.#unloadLater(docName),
        onFailed,
      },
      state,
    )
  }

  async #revokeHere(sessionId: string, why: RevocationCode): Promise<void> {
    const reason = closeReason(new DomainError(why))
    for (const document of await this.#loaded()) document.revoke(sessionId, reason)
  }

  /**
   * Holds the documents in use against the log. The relays' own line carries news quicker, but may lose it:
   * Redis is away, or a relay died between its commit and the word of it.
   */
  async #sweep(): Promise<void> {
    if (this.#isSweeping) return
    this.#isSweeping = true
    try {
      const documents = await this.#loaded()
      const heads = await this.#deps.log.heads(documents.map(({ name }) => name))
      for (const document of documents) document.noticeHead(heads.get(document.name) ?? 0)
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'the documents could not be held against their log')
    } finally {
      this.#isSweeping = false
    }
  }

  async #whileLoaded<T>(docName: string, use: (document: LiveDocument) => Promise<T>): Promise<T> {
    const document = await this.open(docName)
    try {
      return await use(document)
    } finally {
      if (document.peerCount === 0) this.#unloadLater(docName)
    }
  }

  #announce(update: AcceptedUpdate): void {
    for (const { docName, listener } of this.#listeners) {
      if (docName === null || docName === update.docName) listener(update)
    }
  }

  #unloadLater(docName: string): void {
    clearTimeout(this.#unloadTimers.get(docName))
    const timer = setTimeout(() => void this.#unload(docName), this.limits.unloadAfterMs)
    timer.unref()
    this.#unloadTimers.set(docName, timer)
  }

  async #unload(docName: string): Promise<void> {
    this.#unloadTimers.delete(docName)
    const loading = this.#documents.get(docName)
    const document = await loading?.catch(() => undefined)
    if (!document || document.isBusy || this.#documents.get(docName) !== loading) return
    this.#documents.delete(docName)
    await document.close()
  }

  #forget(docName: string, loading: Promise<LiveDocument>): void {
    if (this.#documents.get(docName) === loading) this.#documents.delete(docName)
  }

  async #loaded(): Promise<LiveDocument[]> {
    const settled = await Promise.allSettled(this.#documents.values())
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  }
}
