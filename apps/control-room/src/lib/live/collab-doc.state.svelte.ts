import { roleSchema } from '@stallcast/shared/crew'
import { documentShapes, judge, type DocumentKind } from '@stallcast/shared/rundown'
import { readAuthMessage } from 'y-protocols/auth'
import { messageAuth, WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Conflict } from './conflicts.ts'
import { EditKeeper } from './edit-keeper.ts'
import { LocalCopy, type CopyOwner } from './local-copy.ts'
import { LocalEdits, type LocalEdit } from './not-kept.ts'
import { dropSeat, takeOldCopies, type OldCopy } from './old-copies.ts'
import { readPeople, type PresentPerson } from './presence.ts'
import { roleChanged, refusedPath, seatReplaced, serverRestored } from './refusal.ts'
import type { UnsentEdit } from './unsent-edits.ts'
import { writeAgain } from './write-again.ts'

/** `refused`: this seat has ended; nothing more can be sent. */
export type CollabPhase = 'connecting' | 'live' | 'offline' | 'refused'

/** What came back from a refusal: the edits to be typed again elsewhere, and the reason. */
export type NotKept = { edits: LocalEdit[]; reason: string; atMs: number }

/** Answers (of 4400 to 4499, which y-websocket takes for final) after which a fresh copy helps nothing. */
const seatEnded = [4401, 4404]
/** A seat that is refused again and again without having edited may not open the document at all. */
const refusalsWithoutSync = 2
/** How far back a person wants to read what they wrote when their seat ends. */
const lastWordsMs = 2 * 60_000

export type CollabOptions = {
  url: string
  showId: string
  kind: DocumentKind
  /** What stands behind `as=`. */
  role: string
  /** Of the seat: with it a copy is kept on this device, without it only in memory. */
  sessionId?: string
}

/** One document of the show, kept in step with the server. `doc` is a new one after a refusal. */
export class CollabDoc {
  readonly kind: DocumentKind
  phase = $state<CollabPhase>('connecting')
  /** Everything the server had has arrived once, now or on an earlier visit. */
  loaded = $state(false)
  doc = $state.raw<Y.Doc>(new Y.Doc())
  undoable = $state(false)
  redoable = $state(false)
  people = $state.raw<readonly PresentPerson[]>([])
  notKept = $state.raw<NotKept | null>(null)
  /** Places whose edits the server has not confirmed yet. */
  unsent = $state(0)
  /** Newest last, one per place. */
  conflicts = $state.raw<readonly Conflict[]>([])
  readonly #options: CollabOptions
  readonly #owner: CopyOwner | null
  readonly #recent = new LocalEdits()
  /** Marks one's own edits: only these are undone. */
  readonly #mine = Symbol('own edit')
  #copy: LocalCopy | null = null
  #keeper: EditKeeper | null = null
  #provider: WebsocketProvider | null = null
  #undo: Y.UndoManager | null = null
  /** Root texts that can be undone already. */
  #texts = new WeakSet<Y.Text>()
  #awayFromMs: number | null = null
  #refusals = 0
  /** What the server said before it closed: more than fits into the reason of a close. */
  #told: string | null = null
  /** Edits that went with a document that was thrown away. */
  #stranded: { reason: string; edits: UnsentEdit[] }[] = []
  /** Told again whenever the document is opened anew. */
  #presence: Record<string, unknown> = {}
  #ended = false

  constructor(options: CollabOptions) {
    const { showId, kind, role, sessionId } = options
    this.kind = kind
    this.#options = options
    this.#owner = sessionId === undefined ? null : { showId, kind, role, sessionId }
  }

  /**
   * A text that is a root of its own and comes into being by its name. From here on what is written there is
   * undone like everything else.
   */
  text(name: string): Y.Text {
    const text = this.doc.getText(name)
    if (this.#texts.has(text)) return text
    this.#texts.add(text)
    this.#undo?.addToScope(text)
    return text
  }

  /** Opens what this device has, then connects; returns the end of it. */
  start(): () => void {
    this.#ended = false
    const warn = (event: BeforeUnloadEvent): void => {
      if (this.unsent > 0 && this.phase !== 'refused') event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    void this.#begin()
    return () => {
      this.#ended = true
      removeEventListener('beforeunload', warn)
      this.#shut()
      void this.#copy?.close()
    }
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

  /** What was written here last, and all that waits: what a seat that has ended may still read. */
  lastEdits(): LocalEdit[] {
    const recent = this.#recent.since((this.#awayFromMs ?? Date.now()) - lastWordsMs)
    const paths = new Set(recent.map((edit) => edit.path))
    const waiting = this.#keeper?.unsent.list() ?? []
    return [...waiting.filter((edit) => !paths.has(edit.path)), ...recent]
  }

  /** Closes for good and keeps what waits on this device: another screen takes it over. */
  leave(): void {
    this.#ended = true
    this.phase = 'refused'
    this.#keeper?.close()
    this.#provider?.disconnect()
  }

  dismissNotKept(): void {
    this.notKept = null
  }

  dismissConflict(path: string): void {
    this.conflicts = this.conflicts.filter((conflict) => conflict.path !== path)
  }

  async #begin(): Promise<void> {
    const owner = this.#owner
    const olds = owner ? await takeOldCopies(owner, Date.now()) : []
    if (owner && !this.#ended) this.#copy = await LocalCopy.open(owner)
    if (this.#ended) return
    const keeper = this.#open()
    if (await keeper.load()) this.loaded = true
    for (const old of olds) this.#takeOver(old, keeper)
    if (!this.#ended) this.#connect(keeper)
  }

  /** What waited under another role is sent if this one may write all of it; otherwise as after a refusal. */
  #takeOver(old: OldCopy, keeper: EditKeeper): void {
    const isSameSeat = old.owner.sessionId === this.#owner?.sessionId
    if (isSameSeat && old.unsent.every((edit) => this.#may(edit))) {
      keeper.takeUp(old.stored.updates, old.stored.notes, 'an earlier role')
      return
    }
    const edits = old.unsent.map((edit) => ({ ...edit, again: !isSameSeat }))
    this.#stranded.push({ reason: isSameSeat ? roleChanged : seatReplaced, edits })
  }

  #open(): EditKeeper {
    const doc = new Y.Doc()
    const roots = Object.entries(documentShapes[this.kind]).map(([name, shape]) =>
      shape.kind === 'text' ? doc.getText(name) : doc.getMap<unknown>(name),
    )
    const keeper = new EditKeeper(doc, this.#copy, this.#recent, {
      onUnsent: (count) => (this.unsent = count),
      onConflicts: (found) => this.#onConflicts(found),
      onStale: () => this.#startAfresh(serverRestored),
    })
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
    this.doc = doc
    this.#keeper = keeper
    this.#undo = undo
    this.#texts = new WeakSet()
    this.people = []
    return keeper
  }

  #connect(keeper: EditKeeper): void {
    const { doc } = this
    const { url, showId, role } = this.#options
    const provider = new WebsocketProvider(url, `show:${showId}:${this.kind}`, doc, {
      params: { as: role },
      connect: false,
      // Two tabs may hold different seats: one must not get from the other what the server would not give it.
      disableBc: true,
    })
    provider.messageHandlers[messageAuth] = (_encoder, decoder) =>
      readAuthMessage(decoder, doc, (_doc, reason) => (this.#told = reason))
    keeper.listen(provider)
    provider.on('status', ({ status }) => status === 'disconnected' && this.#onAway())
    provider.on('connection-error', () => this.#onAway())
    provider.on('sync', (synced: boolean) => synced && this.#onSynced())
    provider.on('closed', ({ code, reason }) => this.#onClosed(code, reason))
    // Later: one's own change may come from a field that is being taken out of the page.
    const lookAround = (): void => {
      if (this.doc === doc) this.people = readPeople(provider.awareness.getStates(), doc.clientID)
    }
    provider.awareness.on('change', () => queueMicrotask(lookAround))
    this.#provider = provider
    this.present(this.#presence)
    provider.connect()
  }

  #shut(): void {
    this.#keeper?.close()
    this.#undo?.destroy()
    this.#provider?.destroy()
    this.doc.destroy()
    this.#provider = null
    this.#undo = null
  }

  #onAway(): void {
    if (this.phase === 'refused') return
    this.phase = 'offline'
    this.#awayFromMs ??= Date.now()
  }

  #onSynced(): void {
    this.phase = 'live'
    this.loaded = true
    this.#refusals = 0
    this.#awayFromMs = null
    const stranded = this.#stranded
    this.#stranded = []
    for (const { reason, edits } of stranded) this.#tellNotKept(reason, this.#repeat(reason, edits))
  }

  /** Writes again what nobody objected to. @returns the rest */
  #repeat(reason: string, edits: readonly UnsentEdit[]): UnsentEdit[] {
    const refused = refusedPath(reason)
    const keeper = this.#keeper
    if (!keeper) return [...edits]
    keeper.repeating = true
    this.newStep()
    let rest: UnsentEdit[] = []
    this.edit(() => {
      rest = writeAgain(
        this.doc,
        this.kind,
        edits,
        (edit) => edit.path !== refused && this.#may(edit),
      )
    })
    keeper.repeating = false
    return rest
  }

  #tellNotKept(reason: string, edits: readonly LocalEdit[]): void {
    const known = this.notKept?.edits ?? []
    const isRefusal = reason !== seatReplaced && reason !== roleChanged
    if (edits.length === 0 && !isRefusal) return
    this.notKept = { edits: [...known, ...edits], reason, atMs: Date.now() }
  }

  #may(edit: UnsentEdit): boolean {
    const role = roleSchema.safeParse(this.#options.role).data
    if (!role) return false
    return judge(this.kind, role, edit.path, edit.operation, (columnId) => {
      const column = this.doc.getMap('columns').get(columnId)
      const writers = column instanceof Y.Map ? column.get('writers') : null
      return roleSchema.array().safeParse(writers).data ?? []
    })
  }

  #onConflicts(found: readonly Conflict[]): void {
    const paths = new Set(found.map((conflict) => conflict.path))
    this.conflicts = [...this.conflicts.filter(({ path }) => !paths.has(path)), ...found]
  }

  #onClosed(code: number, reason: string): void {
    if (this.#ended) return
    this.#refusals += 1
    const told = this.#told ?? reason
    this.#told = null
    if (seatEnded.includes(code) || this.#refusals > refusalsWithoutSync) {
      this.phase = 'refused'
      void this.#forget(told)
      return
    }
    this.#startAfresh(told)
  }

  /** The document here holds what the server refused: everything later would build on it. */
  #startAfresh(reason: string): void {
    const edits = this.#keeper?.unsent.list() ?? []
    this.#stranded.push({ reason, edits })
    this.phase = 'connecting'
    this.#shut()
    void this.#copy?.clear()
    this.unsent = 0
    this.#connect(this.#open())
  }

  /** The seat has ended, and with it the right to what it read. In memory it stands until the page goes. */
  async #forget(reason: string): Promise<void> {
    const copy = this.#copy
    this.#copy = null
    this.#keeper?.close()
    await copy?.close()
    if (this.#owner && !reason.includes('auth.role-changed')) {
      await dropSeat(this.#owner.showId, this.#owner.sessionId)
    }
  }
}
