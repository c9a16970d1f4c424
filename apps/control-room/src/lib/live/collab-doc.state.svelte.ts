import { documentShapes, type DocumentKind } from '@stallcast/shared/rundown'
import { readAuthMessage } from 'y-protocols/auth'
import { messageAuth, WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { LocalEdits, valueText, type LocalEdit } from './not-kept.ts'
import { readPeople, type PresentPerson } from './presence.ts'

/** `refused`: this seat has ended; nothing more can be sent. */
export type CollabPhase = 'connecting' | 'live' | 'offline' | 'refused'

/** What came back from a refusal: the edits to be typed again elsewhere, and the server's reason. */
export type NotKept = { edits: LocalEdit[]; reason: string; atMs: number }

/** Answers (of 4400 to 4499, which y-websocket takes for final) after which a fresh copy helps nothing. */
const seatEnded = [4401, 4404]
/** A seat that is refused again and again without having edited may not open the document at all. */
const refusalsWithoutSync = 2
/** Edits this long before a refusal may be the refused ones: round trip and typing included. */
const suspectMs = 10_000
/** How far back a person wants to read what they wrote when their seat ends. */
const lastWordsMs = 2 * 60_000

/** One document of the show, kept in step with the server. `doc` is a new one after a refusal. */
export class CollabDoc {
  readonly kind: DocumentKind
  phase = $state<CollabPhase>('connecting')
  /** Everything the server had has arrived once. */
  loaded = $state(false)
  doc = $state.raw<Y.Doc>(new Y.Doc())
  undoable = $state(false)
  redoable = $state(false)
  people = $state.raw<readonly PresentPerson[]>([])
  notKept = $state.raw<NotKept | null>(null)
  readonly #url: string
  readonly #name: string
  readonly #role: string
  readonly #edits = new LocalEdits()
  /** Marks one's own edits: only these are undone. */
  readonly #mine = Symbol('own edit')
  #provider: WebsocketProvider | null = null
  #undo: Y.UndoManager | null = null
  /** Root texts that are followed already. */
  readonly #texts = new WeakSet<Y.Text>()
  #awayFromMs: number | null = null
  #refusals = 0
  /** What the server said before it closed: more than fits into the reason of a close. */
  #told: string | null = null
  #refusal: { reason: string; sinceMs: number } | null = null
  /** Told again whenever the document is opened anew. */
  #presence: Record<string, unknown> = {}

  constructor(options: { url: string; showId: string; kind: DocumentKind; role: string }) {
    this.kind = options.kind
    this.#url = options.url
    this.#name = `show:${options.showId}:${options.kind}`
    this.#role = options.role
  }

  /**
   * A text that is a root of its own and comes into being by its name. From here on what is written there is
   * undone, and noted for a refusal, like everything else.
   */
  text(name: string): Y.Text {
    const text = this.doc.getText(name)
    if (this.#texts.has(text)) return text
    this.#texts.add(text)
    this.#undo?.addToScope(text)
    text.observeDeep((events) => this.#note(events))
    return text
  }

  /** Connects; returns the end of it. */
  start(): () => void {
    this.#open()
    return () => this.#shut()
  }

  /** One edit of this person; several changes inside become one step of undo and one message. */
  readonly edit = (change: () => void): void => {
    this.doc.transact(change, this.#mine)
  }

  /** An edit that undo leaves alone. */
  readonly editForGood = (change: () => void): void => {
    this.doc.transact(change)
  }

  /** What follows is a step of its own. */
  newStep(): void {
    this.#undo?.stopCapturing()
  }

  get steps(): number {
    return this.#undo?.undoStack.length ?? 0
  }

  undo(): void {
    this.#undo?.undo()
  }

  redo(): void {
    this.#undo?.redo()
  }

  /** Tells the others where this person is. Who they are, the server says. */
  present(state: Record<string, unknown>): void {
    this.#presence = { ...this.#presence, ...state }
    for (const [key, value] of Object.entries(state)) {
      this.#provider?.awareness.setLocalStateField(key, value)
    }
  }

  /** What was written here last, also while away: what a seat that has ended may still read. */
  lastEdits(): LocalEdit[] {
    return this.#edits.since((this.#awayFromMs ?? Date.now()) - lastWordsMs)
  }

  dismissNotKept(): void {
    this.notKept = null
  }

  #open(): void {
    const doc = new Y.Doc()
    const roots = Object.entries(documentShapes[this.kind]).map(([name, shape]) =>
      shape.kind === 'text' ? doc.getText(name) : doc.getMap<unknown>(name),
    )
    const provider = new WebsocketProvider(this.#url, this.#name, doc, {
      params: { as: this.#role },
      // Two tabs may hold different seats: one must not get from the other what the server would not give it.
      disableBc: true,
    })
    provider.messageHandlers[messageAuth] = (_encoder, decoder) =>
      readAuthMessage(decoder, doc, (_doc, reason) => (this.#told = reason))
    const undo = new Y.UndoManager(roots, {
      trackedOrigins: new Set([this.#mine]),
      doc,
      // Otherwise undoing a field that somebody else set meanwhile leaves it without a value, which is refused.
      ignoreRemoteMapChanges: true,
    })
    const look = (): void => {
      this.undoable = undo.canUndo()
      this.redoable = undo.canRedo()
    }
    undo.on('stack-item-added', look)
    undo.on('stack-item-popped', look)
    undo.on('stack-cleared', look)
    look()
    for (const root of roots) root.observeDeep((events) => this.#note(events))
    provider.on('status', ({ status }) => this.#onStatus(status))
    provider.on('sync', (synced: boolean) => synced && this.#onSynced())
    provider.on('closed', ({ code, reason }) => this.#onClosed(code, reason))
    // Later: one's own change may come from a field that is being taken out of the page.
    const lookAround = (): void => {
      if (this.doc === doc) this.people = readPeople(provider.awareness.getStates(), doc.clientID)
    }
    provider.awareness.on('change', () => queueMicrotask(lookAround))
    this.doc = doc
    this.#provider = provider
    this.#undo = undo
    this.people = []
    this.present(this.#presence)
  }

  #shut(): void {
    this.#undo?.destroy()
    this.#provider?.destroy()
    this.doc.destroy()
    this.#provider = null
    this.#undo = null
  }

  #note(events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
    for (const event of events) {
      if (!event.transaction.local) continue
      const at = event.path.map(String)
      const root = rootName(this.doc, event.target)
      const keys = event.target instanceof Y.Map ? [...event.changes.keys.keys()] : [null]
      for (const key of keys) {
        const path = [root, ...at, ...(key === null ? [] : [key])].join('/')
        this.#edits.note({ path, value: valueText(this.#valueAt(path)), atMs: Date.now() })
      }
    }
  }

  #onStatus(status: 'connected' | 'disconnected' | 'connecting'): void {
    if (this.phase === 'refused' || status !== 'disconnected') return
    this.phase = 'offline'
    this.#awayFromMs ??= Date.now()
  }

  #onSynced(): void {
    this.phase = 'live'
    this.loaded = true
    this.#refusals = 0
    this.#awayFromMs = null
    const refusal = this.#refusal
    this.#refusal = null
    if (!refusal) return
    const edits = this.#edits.missing(refusal.sinceMs, (path) => valueText(this.#valueAt(path)))
    this.#edits.clear()
    this.notKept = {
      edits: [...(this.notKept?.edits ?? []), ...edits],
      reason: refusal.reason,
      atMs: Date.now(),
    }
  }

  #onClosed(code: number, reason: string): void {
    this.#refusals += 1
    const told = this.#told ?? reason
    this.#told = null
    if (seatEnded.includes(code) || this.#refusals > refusalsWithoutSync) {
      this.phase = 'refused'
      return
    }
    // The document here holds what the server refused: everything later would build on it. Start afresh.
    this.#refusal = { reason: told, sinceMs: (this.#awayFromMs ?? Date.now()) - suspectMs }
    this.phase = 'connecting'
    this.#shut()
    this.#open()
  }

  #valueAt(path: string): unknown {
    const [root = '', ...keys] = path.split('/')
    let value: unknown = this.doc.share.get(root)
    for (const key of keys) value = value instanceof Y.Map ? value.get(key) : undefined
    return value
  }
}

function rootName(doc: Y.Doc, type: Y.AbstractType<unknown>): string {
  let root = type
  while (root.parent) root = root.parent as Y.AbstractType<unknown>
  for (const [name, shared] of doc.share) if (shared === root) return name
  return ''
}
