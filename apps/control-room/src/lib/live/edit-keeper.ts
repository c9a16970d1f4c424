import * as decoding from 'lib0/decoding'
import { messageSync, type WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { OwnWrites, type Conflict, type OwnWrite } from './conflicts.ts'
import type { LocalCopy } from './local-copy.ts'
import type { LocalEdits } from './not-kept.ts'
import { ServerCopy } from './server-copy.ts'
import { askFor, steps } from './sync-messages.ts'
import { UnsentEdits, type UnsentEdit } from './unsent-edits.ts'

export type KeeperEvents = {
  /** So many places hold edits that the server has not confirmed. */
  onUnsent(count: number): void
  onConflicts(conflicts: readonly Conflict[]): void
  /** The server began anew from an older copy than it once had: ours must not bring the rest back. */
  onStale(): void
}

/** Waits this long before it asks for an echo that may have been lost on the way. */
const echoWithinMs = 3_000
const noteAfterMs = 300

/**
 * Keeps what a person writes until the server has it: on this device (IndexedDB) for the next visit, and in
 * mind, to say what waits, what collided, and after a refusal what was not kept. One for each Y.Doc.
 */
export class EditKeeper {
  readonly unsent = new UnsentEdits()
  /** What this person wrote here last, confirmed or not. */
  readonly recent: LocalEdits
  /** What is written now repeats what was refused in company. */
  repeating = false
  readonly #doc: Y.Doc
  readonly #copy: LocalCopy | null
  readonly #events: KeeperEvents
  readonly #own = new OwnWrites()
  #server = new ServerCopy()
  #provider: WebsocketProvider | null = null
  #noting: ReturnType<typeof setTimeout> | undefined
  #asking: ReturnType<typeof setInterval> | undefined
  #ended = false

  constructor(doc: Y.Doc, copy: LocalCopy | null, recent: LocalEdits, events: KeeperEvents) {
    this.#doc = doc
    this.#copy = copy
    this.recent = recent
    this.#events = events
    doc.on('afterTransaction', (transaction: Y.Transaction) => this.#onTransaction(transaction))
    doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }) => {
      if (origin === this) return
      void this.#copy?.keep(update, local ? this.#notes() : {})
    })
  }

  /** Takes up what this device has kept. @returns whether that is a whole document */
  async load(): Promise<boolean> {
    const stored = await this.#copy?.read().catch(() => null)
    if (!stored || this.#ended) return false
    this.takeUp(stored.updates, stored.notes)
    return stored.notes.has('has')
  }

  /** Puts updates and what was noted with them into the document. */
  takeUp(
    updates: readonly Uint8Array[],
    notes: ReadonlyMap<string, unknown>,
    origin: unknown = this,
  ): void {
    this.#doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.#doc, update, origin)
    }, origin)
    // What these hold was written by this very class, under the same origin and seat.
    this.unsent.restore((notes.get('unsent') as UnsentEdit[] | undefined) ?? [])
    this.#own.restore((notes.get('own') as OwnWrite[] | undefined) ?? [])
    this.#server = new ServerCopy((notes.get('has') as [number, number][] | undefined) ?? [])
    this.#events.onUnsent(this.unsent.count)
  }

  /** Listens to what the server says; to be called before the provider connects. */
  listen(provider: WebsocketProvider): void {
    this.#provider = provider
    const pass = provider.messageHandlers[messageSync]
    if (!pass) throw new Error('Invariant: y-websocket has no handler for sync messages')
    provider.messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
      const message = decoding.clone(decoder)
      const step = decoding.readVarUint(message)
      const bytes = decoding.readVarUint8Array(message)
      if (step === steps.stateVector && !this.#server.asked(bytes)) {
        queueMicrotask(() => this.#ended || this.#events.onStale())
        return
      }
      pass(encoder, decoder, ...rest)
      if (step !== steps.stateVector) this.#onSent(bytes, step === steps.state)
    }
    this.#asking = setInterval(() => this.#askForEcho(), echoWithinMs)
  }

  /** Ends it; what is written already is finished. */
  close(): void {
    this.#ended = true
    clearInterval(this.#asking)
    clearTimeout(this.#noting)
  }

  #onTransaction(transaction: Y.Transaction): void {
    if (this.#ended || transaction.origin === this) return
    const atMs = Date.now()
    if (!transaction.local) {
      const conflicts = this.#own.conflicts(transaction, atMs)
      if (conflicts.length > 0) this.#events.onConflicts(conflicts)
      return
    }
    this.unsent.note(transaction, atMs, this.repeating)
    this.#own.note(transaction)
    for (const edit of this.unsent.list()) if (edit.atMs === atMs) this.recent.note(edit)
    this.#events.onUnsent(this.unsent.count)
  }

  #onSent(update: Uint8Array, isAnswer: boolean): void {
    const deleted = this.#server.sent(update, isAnswer, this.unsent.waitsForDeletes)
    if (this.unsent.confirm(this.#server.has, deleted)) this.#events.onUnsent(this.unsent.count)
    // Soon is enough: what is confirmed and not noted is found out again at the next connection.
    this.#noting ??= setTimeout(() => {
      this.#noting = undefined
      for (const [name, value] of Object.entries(this.#notes())) void this.#copy?.note(name, value)
    }, noteAfterMs)
  }

  /** The echo of an edit that was sent while the server was about to answer us goes to the others only. */
  #askForEcho(): void {
    const waiting = this.unsent.list().filter((edit) => Date.now() - edit.atMs > echoWithinMs)
    const socket = this.#provider?.synced ? this.#provider.ws : null
    if (waiting.length === 0 || !socket || socket.readyState !== socket.OPEN) return
    const clients = waiting.map((edit) => edit.client)
    socket.send(askFor(this.#server.vectorWithout(this.#doc, clients)))
  }

  #notes(): Record<string, unknown> {
    return {
      unsent: this.unsent.list(),
      own: this.#own.list(),
      has: [...this.#server.has],
      openedAtMs: Date.now(),
    } satisfies Record<string, unknown>
  }
}
