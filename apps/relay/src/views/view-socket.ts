import type { ViewGrant } from '@stallcast/shared/crew'
import type { RundownView, RundownViewPatch } from '@stallcast/shared/rundown'
import type { SeatSocket } from '../live/index.ts'

/** More messages than this wait in a connection that cannot keep up. */
const mostWaiting = 16

/**
 * An observer's connection. One that falls behind is sent no more patches; once it has caught up it gets the whole
 * view as it is by then, instead of all that it has missed (VW8).
 */
export class ViewSocket {
  readonly #socket: SeatSocket
  /** Sent and not yet handed to the network. */
  #waiting = 0
  /** What to send once the connection has caught up; patches are dropped until then. */
  #missed: (() => RundownView) | null = null

  constructor(socket: SeatSocket) {
    this.#socket = socket
    socket.conn.on('drain', () => this.#onDrain())
  }

  get sessionId(): string {
    return this.#socket.data.seat.sessionId
  }

  /** What the seat may do from now on, wherever else it is asked. */
  grant(grant: ViewGrant): void {
    this.#socket.data.seat.view = grant
  }

  sendView(view: () => RundownView): void {
    if (this.#isFull) this.#missed = view
    else this.#emit('rundown:view', view())
  }

  sendPatch(patch: RundownViewPatch, view: () => RundownView): void {
    if (this.#isFull) this.#missed = view
    else if (!this.#missed) this.#emit('rundown:view:patch', patch)
  }

  get #isFull(): boolean {
    return this.#waiting >= mostWaiting
  }

  #emit(name: string, payload: RundownView | RundownViewPatch): void {
    this.#waiting += 1
    this.#socket.emit(name, payload)
  }

  #onDrain(): void {
    this.#waiting = 0
    const view = this.#missed
    this.#missed = null
    // Later: the connection is in the middle of writing.
    if (view) queueMicrotask(() => this.#socket.connected && this.sendView(view))
  }
}
