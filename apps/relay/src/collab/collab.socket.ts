import type { Duplex } from 'node:stream'
import type { Seat } from '@stallcast/shared/crew'
import { DomainError, type Clock } from '@stallcast/shared/kernel'
import type { RawData, WebSocket } from 'ws'
import { closeCodeOf, closeCodes, closeReason, type CloseCode } from './close-codes.ts'
import type { DocumentPeer } from './document-peers.ts'
import { deflatedFrameOf, frameOf, readyFrameOf } from './frames.ts'
import { Allowance, type CollabLimits } from './limits.ts'
import type { LiveDocument } from './live-document.ts'
import type { CollabMetrics } from './metrics.ts'
import { readMessage, writeAwareness, writePermissionDenied } from './wire.codec.ts'

export type CollabSocketDeps = { limits: CollabLimits; metrics: CollabMetrics; clock: Clock }

/** A slow socket gets this long to take its close frame. */
const closeGraceMs = 2_000
/** A whole state is dear to write: asking for it counts as many frames. */
const syncCostFrames = 20
/** y-websocket takes a connection that says nothing for broken. */
const signOfLife = writeAwareness(Uint8Array.of(0))

/**
 * One y-websocket connection. Frames that come while the seat is checked and the document loaded wait;
 * then each is measured, read and handed to the document.
 */
export class CollabSocket implements DocumentPeer {
  readonly #socket: WebSocket
  /** Below the WebSocket: frames are written here as they are, one for everybody. */
  readonly #stream: Duplex
  readonly #deps: CollabSocketDeps
  readonly #compresses: boolean
  readonly #frames: Allowance
  readonly #bytes: Allowance
  #seat: Seat | null = null
  #document: LiveDocument | null = null
  #waiting: Uint8Array[] = []
  /** What has to stay behind a message that is being compressed; `null`: none is. */
  #held: Uint8Array[] | null = null
  #heldBytes = 0
  #closed = false
  #answersPings = true

  constructor(socket: WebSocket, stream: Duplex, deps: CollabSocketDeps) {
    this.#socket = socket
    this.#stream = stream
    this.#deps = deps
    this.#compresses = socket.extensions.includes('permessage-deflate')
    const { limits, clock } = deps
    this.#frames = new Allowance(limits.framesPerSecond, limits.frameBurst, clock())
    this.#bytes = new Allowance(limits.bytesPerSecond, limits.byteBurst, clock())
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data: RawData, isBinary: boolean) => this.#receive(data, isBinary))
    socket.on('pong', () => {
      this.#answersPings = true
    })
    socket.on('close', () => this.#end())
    // A broken connection is followed by 'close'; there is nobody to tell.
    socket.on('error', () => undefined)
  }

  get seat(): Seat {
    if (!this.#seat) throw new Error('Invariant: the socket has no seat yet')
    return this.#seat
  }

  get hasEntered(): boolean {
    return this.#seat !== null && !this.#closed
  }

  /** Lets a checked seat into a loaded document, then takes the frames that came early. */
  enter(seat: Seat, document: LiveDocument): void {
    if (this.#closed) return
    this.#seat = seat
    this.#document = document
    document.join(this)
    const early = this.#waiting
    this.#waiting = []
    for (const frame of early) this.#handle(frame)
  }

  /** The same seat, perhaps under another name. */
  renew(seat: Seat): void {
    this.#seat = seat
  }

  send(message: Uint8Array): void {
    if (this.#closed) return
    const { limits, metrics } = this.#deps
    if (this.#stream.writableLength + this.#heldBytes > limits.maxBufferedBytes) {
      metrics.closedSlow += 1
      return this.close(closeCodes.tooSlow, '')
    }
    metrics.messagesOut += 1
    metrics.bytesOut += message.byteLength
    this.#writeInTurn(message)
  }

  refuse(error: DomainError): void {
    if (this.#closed) return
    // Past what is held back: nothing of it matters to a client that starts afresh.
    const told = writePermissionDenied(JSON.stringify({ ...error.params, ...error.toView() }))
    if (this.#canWrite) this.#stream.write(frameOf(told))
    this.close(closeCodeOf(error), closeReason(error))
  }

  close(code: CloseCode, reason: string): void {
    if (this.#closed) return
    this.#end()
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), closeGraceMs).unref()
  }

  /** Ends the connection when the last ping was not answered; y-websocket in turn wants a message. */
  beat(): void {
    if (!this.#answersPings) return this.#socket.terminate()
    this.#answersPings = false
    this.#socket.ping()
    this.send(signOfLife)
  }

  get #canWrite(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.#stream.writable
  }

  #writeInTurn(message: Uint8Array): void {
    if (!this.#held) return this.#write(message)
    this.#held.push(message)
    this.#heldBytes += message.byteLength
  }

  #write(message: Uint8Array): void {
    if (!this.#canWrite) return
    if (!this.#compresses || message.byteLength < this.#deps.limits.compressFromBytes) {
      this.#stream.write(frameOf(message))
      return
    }
    const ready = readyFrameOf(message)
    if (ready) {
      this.#stream.write(ready)
      return
    }
    this.#held = []
    void this.#writeCompressed(message)
  }

  async #writeCompressed(message: Uint8Array): Promise<void> {
    const frame = await deflatedFrameOf(message).catch(() => frameOf(message))
    const held = this.#held ?? []
    this.#held = null
    this.#heldBytes = 0
    if (this.#closed || !this.#canWrite) return
    this.#stream.write(frame)
    // One of these may be large in turn: what comes after it then waits for it.
    for (const each of held) this.#writeInTurn(each)
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#closed) return
    if (!isBinary || !Buffer.isBuffer(data)) return this.#malformed('a text frame')
    const { limits, metrics, clock } = this.#deps
    metrics.framesIn += 1
    metrics.bytesIn += data.byteLength
    if (data.byteLength > limits.maxFrameBytes) {
      return this.close(closeCodes.tooLarge, JSON.stringify({ code: 'input.invalid' }))
    }
    const now = clock()
    if (!this.#frames.spend(1, now) || !this.#bytes.spend(data.byteLength, now)) {
      return this.#tooFast()
    }
    if (this.#document) this.#handle(data)
    else this.#waiting.push(data)
  }

  #handle(frame: Uint8Array): void {
    const document = this.#document
    if (this.#closed || !document) return
    const message = readMessage(frame)
    switch (message?.type) {
      case undefined:
        return this.#malformed('not a y-websocket message')
      case 'stateVector':
        if (!this.#frames.spend(syncCostFrames, this.#deps.clock())) return this.#tooFast()
        return document.receiveStateVector(this, message.stateVector)
      case 'update':
        return document.receiveUpdate(this, message.update, message.answersSync)
      case 'awareness':
        return document.receivePresence(this, message.update)
      case 'queryAwareness':
        return document.sendPresence(this)
    }
  }

  #tooFast(): void {
    this.#deps.metrics.closedFast += 1
    this.refuse(new DomainError('rate.limited'))
  }

  #malformed(detail: string): void {
    this.refuse(new DomainError('input.invalid', { detail }))
  }

  #end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#waiting = []
    this.#document?.leave(this)
  }
}
