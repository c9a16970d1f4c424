import type { Seat } from '@stallcast/shared/crew'
import type { ErrorView } from '@stallcast/shared/kernel'
import type {
  Ack,
  ClientToServer,
  Command,
  LiveState,
  ServerToClient,
  ShowCard,
  ShowEvent,
  Snapshot,
  StateMessage,
} from '@stallcast/shared/protocol'
import {
  emptyProgramme,
  emptyStage,
  idleClock,
  initialTimers,
  noAcks,
  noRehearsal,
  restingPrompter,
} from '@stallcast/shared/rundown'
import { io, type Socket } from 'socket.io-client'
import { mergeEvents } from './event-log.ts'
import { isRefusal, refusalOf } from './refusal.ts'
import { ServerClock } from './server-clock.state.svelte.ts'

export type LiveSocket = Socket<ServerToClient, ClientToServer>

/** `offline` mends itself; `refused` does not, and `refusal` says why. */
export type Connection = 'connecting' | 'live' | 'offline' | 'refused'

const answerTimeoutMs = 8_000

/** One show as this seat may see it: each domain's state is replaced whole when the server pushes it. */
export class LiveShow {
  connection = $state<Connection>('connecting')
  refusal = $state.raw<ErrorView | null>(null)
  show = $state.raw<ShowCard | null>(null)
  seat = $state.raw<Seat | null>(null)
  /** A rehearsal has a clock of its own, and while it is on this screen goes by that. */
  rehearsal = $state.raw<LiveState['rehearsal']>(noRehearsal)
  timers = $state.raw<LiveState['timers']>(initialTimers)
  stage = $state.raw<LiveState['stage']>(emptyStage)
  #showClock = $state.raw<LiveState['clock']>(idleClock)
  bus = $state.raw<LiveState['bus'] | null>(null)
  sources = $state.raw<LiveState['sources']>([])
  recording = $state.raw<LiveState['recording'] | null>(null)
  offer = $state.raw<LiveState['offer']>(null)
  sales = $state.raw<LiveState['sales'] | null>(null)
  clips = $state.raw<LiveState['clips']>([])
  settlement = $state.raw<LiveState['settlement'] | null>(null)
  audience = $state.raw<LiveState['audience'] | null>(null)
  prompter = $state.raw<LiveState['prompter']>(restingPrompter)
  programme = $state.raw<LiveState['programme']>(emptyProgramme)
  acks = $state.raw<LiveState['acks']>(noAcks)
  /** The as-run log, oldest first. */
  events = $state.raw<readonly ShowEvent[]>([])
  readonly time = new ServerClock()
  readonly socket: LiveSocket
  #stopTime: (() => void) | null = null

  constructor(socket: LiveSocket) {
    this.socket = socket
  }

  /** The clock to go by: the rehearsal's while there is one, else the show's. */
  get clock(): LiveState['clock'] {
    return this.rehearsal.clock ?? this.#showClock
  }

  set clock(clock: LiveState['clock']) {
    this.#showClock = clock
  }

  get rehearsing(): boolean {
    return this.rehearsal.clock !== null
  }

  /** Listens; returns the end of it. */
  start(): () => void {
    const { socket } = this
    socket.on('snapshot', (snapshot) => this.#onSnapshot(snapshot))
    socket.on('show', (show) => (this.show = show))
    socket.on('state', (message) => this.#onState(message))
    socket.on('event', (event) => (this.events = mergeEvents(this.events, [event])))
    socket.on('seat:ended', (error) => this.#refuse(error))
    socket.on('connect_error', (error) => {
      const view = refusalOf(error)
      if (view && isRefusal(view.code)) this.#refuse(view)
      // A server that answers with an error closes the socket for good unless asked again.
      else this.#offline(!socket.active)
    })
    socket.on('disconnect', (reason) => this.#offline(reason === 'io server disconnect'))
    socket.connect()
    this.#stopTime = this.time.start(() => socket.timeout(5_000).emitWithAck('time'))
    return () => this.close()
  }

  close(): void {
    this.#stopTime?.()
    this.socket.removeAllListeners()
    this.socket.disconnect()
  }

  /**
   * Asks the server; it is the only judge.
   * @returns the refusal, or null when it was done
   */
  async command(command: Command): Promise<ErrorView | null> {
    if (this.connection !== 'live') return unreachable
    try {
      const answer: Ack = await this.socket.timeout(answerTimeoutMs).emitWithAck('command', command)
      return answer.ok ? null : answer.error
    } catch {
      return unreachable
    }
  }

  #onSnapshot(snapshot: Snapshot): void {
    this.show = snapshot.show
    this.seat = snapshot.seat
    this.time.guess(snapshot.serverNowMs)
    this.events = mergeEvents([], snapshot.events)
    Object.assign(this, snapshot.live)
    this.refusal = null
    this.connection = 'live'
  }

  #onState(message: StateMessage): void {
    Object.assign(this, { [message.domain]: message.state })
  }

  #offline(reconnect: boolean): void {
    if (this.connection === 'refused') return
    this.connection = 'offline'
    if (reconnect) setTimeout(() => this.connection === 'offline' && this.socket.connect(), 1_000)
  }

  #refuse(error: ErrorView): void {
    this.refusal = error
    this.connection = 'refused'
    this.socket.disconnect()
  }
}

const unreachable: ErrorView = {
  code: 'internal',
  params: {},
  message: 'The show cannot be reached at the moment. Nothing was changed.',
}

export function connectShow(showId: string, role: string): LiveShow {
  const socket: LiveSocket = io({
    path: '/socket.io',
    query: { show: showId, as: role },
    transports: ['websocket', 'polling'],
    autoConnect: false,
    reconnectionDelayMax: 2_500,
  })
  return new LiveShow(socket)
}
