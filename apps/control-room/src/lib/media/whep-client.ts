import { backoffMs } from './backoff.ts'
import { receivedBytes, silence } from './silence.ts'

/** `waiting`: no program yet, or it was lost; the client keeps trying. */
export type WhepPhase = 'connecting' | 'live' | 'waiting' | 'closed'

export type WhepListener = (phase: WhepPhase, stream: MediaStream | null) => void

/** ICE candidates are few and come at once; a browser on a strange network must not hold the offer back. */
const gatherTimeoutMs = 1_000
/** A broken path often mends itself; after this it is replaced. */
const patienceMs = 4_000
/** The program never pauses: looks at its sound and picture this far apart that find nothing new, and it is lost. */
const lookEveryMs = 1_000
const silentLooks = 2

/**
 * Plays a WHEP resource (draft-ietf-wish-whep): POSTs an offer, gets an answer and a resource to DELETE.
 * Reconnects with growing waits until `close()`; reports every change once.
 */
export class WhepClient {
  readonly #url: string
  readonly #listener: WhepListener
  #peer: RTCPeerConnection | null = null
  #resource: string | null = null
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setInterval> | undefined
  #closed = false

  constructor(url: string, listener: WhepListener) {
    this.#url = url
    this.#listener = listener
  }

  start(): void {
    void this.#connect()
  }

  /** The relay says that it began anew: what was connected to it is gone, whatever the browser still believes. */
  renew(): void {
    if (this.#closed || !this.#peer) return
    this.#attempt = 0
    void this.#connect()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#hangUp()
    this.#listener('closed', null)
  }

  async #connect(): Promise<void> {
    if (this.#closed) return
    this.#hangUp()
    this.#listener('connecting', null)
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    this.#peer = peer
    try {
      await this.#negotiate(peer)
    } catch {
      if (this.#peer === peer) this.#retry()
    }
  }

  async #negotiate(peer: RTCPeerConnection): Promise<void> {
    const stream = new MediaStream()
    for (const kind of ['video', 'audio']) peer.addTransceiver(kind, { direction: 'recvonly' })
    peer.addEventListener('track', ({ track }) => stream.addTrack(track))
    peer.addEventListener('connectionstatechange', () => this.#onState(peer, stream))
    await peer.setLocalDescription()
    await gathered(peer)
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
    })
    if (!response.ok) throw new Error(`WHEP answered ${response.status}`)
    const location = response.headers.get('location')
    const answer = await response.text()
    const resource = location
      ? new URL(location, new URL(this.#url, window.location.href)).href
      : null
    if (this.#closed || this.#peer !== peer) {
      if (resource) leave(resource)
      return
    }
    this.#resource = resource
    await peer.setRemoteDescription({ type: 'answer', sdp: answer })
  }

  #onState(peer: RTCPeerConnection, stream: MediaStream): void {
    if (peer !== this.#peer) return
    clearTimeout(this.#timer)
    const state = peer.connectionState
    if (state === 'connected') {
      this.#attempt = 0
      this.#listener('live', stream)
      this.#watchOver(peer)
    } else if (state === 'disconnected') {
      this.#timer = setTimeout(() => this.#retry(), patienceMs)
    } else if (state === 'failed' || state === 'closed') {
      this.#retry()
    }
  }

  /** A relay that was killed says no goodbye, and the browser waits much longer before it believes that. */
  #watchOver(peer: RTCPeerConnection): void {
    clearInterval(this.#watch)
    const isSilent = silence(silentLooks)
    this.#watch = setInterval(async () => {
      const silent = isSilent(receivedBytes(await peer.getStats()))
      if (silent && peer === this.#peer) this.#retry()
    }, lookEveryMs)
  }

  #retry(): void {
    if (this.#closed) return
    this.#hangUp()
    this.#listener('waiting', null)
    const waitMs = backoffMs(this.#attempt++, Math.random())
    this.#timer = setTimeout(() => void this.#connect(), waitMs)
  }

  #hangUp(): void {
    clearTimeout(this.#timer)
    clearInterval(this.#watch)
    const peer = this.#peer
    this.#peer = null
    peer?.close()
    if (this.#resource) leave(this.#resource)
    this.#resource = null
  }
}

function leave(resource: string): void {
  // keepalive: also when the page is closing. The relay drops silent viewers anyway, so a failure is nothing.
  fetch(resource, { method: 'DELETE', keepalive: true }).catch(() => undefined)
}

async function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, gatherTimeoutMs)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    })
  })
}
