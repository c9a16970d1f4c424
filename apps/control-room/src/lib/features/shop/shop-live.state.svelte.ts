import type { OfferState } from '@stallcast/shared/commerce'
import type { ClockState } from '@stallcast/shared/rundown'
import type { ServerToClient } from '@stallcast/shared/protocol'
import { comesBack } from './come-back.ts'
import { shopScene } from './shop-view.ts'

export type ShopConnection = 'connecting' | 'live' | 'offline'

const tickMs = 250
const reconnectMs = 1_500

/** What the shop page shows of the running show: filled by the server's page, then kept true by the socket. */
export class ShopLive {
  offer = $state.raw<OfferState>(null)
  clock = $state.raw<ClockState | null>(null)
  connection = $state<ShopConnection>('connecting')
  /** Grows when the relay began anew while we watched: the picture must be asked for again. */
  restarts = $state(0)
  /** Server time, a few times a second. */
  nowMs = $state(0)
  scene = $derived(shopScene(this.clock, this.offer))
  readonly #showId: string
  #offsetMs: number
  #stop: (() => void) | null = null

  constructor(start: {
    showId: string
    offer: OfferState
    clock: ClockState | null
    serverNowMs: number
    localNowMs: number
  }) {
    this.#showId = start.showId
    this.offer = start.offer
    this.clock = start.clock
    this.nowMs = start.serverNowMs
    this.#offsetMs = start.serverNowMs - start.localNowMs
  }

  /** Connects as one of the audience. Returns what ends it. */
  start(): () => void {
    const timer = setInterval(() => (this.nowMs = Date.now() + this.#offsetMs), tickMs)
    let ended = false
    void this.#connect().then((close) => {
      if (ended) close()
      else this.#stop = close
    })
    return () => {
      ended = true
      clearInterval(timer)
      this.#stop?.()
    }
  }

  /** The picture and the price are drawn before the socket's code is even asked for. */
  async #connect(): Promise<() => void> {
    const { io } = await import('socket.io-client')
    const socket = io({ query: { show: this.#showId, as: 'viewer' } })
    const on = <E extends keyof ServerToClient>(event: E, listener: ServerToClient[E]): void => {
      socket.on(event as string, listener)
    }
    on('snapshot', ({ live, serverNowMs }) => {
      if (this.connection === 'offline') this.restarts += 1
      this.connection = 'live'
      this.#offsetMs = serverNowMs - Date.now()
      if (live.offer !== undefined) this.offer = live.offer
      if (live.clock) this.clock = live.clock
    })
    on('state', (message) => {
      if (message.domain === 'offer') this.offer = message.state
      if (message.domain === 'clock') this.clock = message.state
    })
    socket.on('media:reset', () => (this.restarts += 1))
    const comeBack = comesBack(socket, reconnectMs)
    socket.on('disconnect', () => {
      this.connection = 'offline'
      comeBack.later()
    })
    socket.on('connect_error', () => {
      this.connection = 'offline'
      comeBack.later()
    })
    return () => {
      comeBack.never()
      socket.disconnect()
    }
  }
}
