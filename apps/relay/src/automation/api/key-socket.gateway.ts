import { seesState, type ApiScope } from '@stallcast/shared/automation'
import type { LiveDomain, LiveState, ShowEvent } from '@stallcast/shared/protocol'
import { apiKeyStands } from '@stallcast/store/automation'
import type { Namespace, Server, Socket } from 'socket.io'
import { toErrorView } from '../../infra/errors.ts'
import type { AutomationPorts } from '../ports.ts'
import type { Caller, KeyGate } from './key-gate.ts'
import { eventView, seesEvent } from './reading.ts'

type KeySocket = Socket & { data: { caller: Caller } }

const recheckMs = 15_000

/**
 * The namespace `/api` of Socket.IO, for programs: `io('https://…/api', { auth: { show, key } })`. Gets one `snapshot`,
 * then `state` and `event` as far as the scopes of its key go; asks for nothing, actions go over HTTP.
 */
export class KeySockets {
  readonly #ports: AutomationPorts
  readonly #gate: KeyGate
  readonly #recheck: NodeJS.Timeout
  #namespace: Namespace | null = null

  constructor(ports: AutomationPorts, gate: KeyGate) {
    this.#ports = ports
    this.#gate = gate
    // Keys expire without anybody saying so.
    this.#recheck = setInterval(() => void this.#dropExpired(), recheckMs)
    this.#recheck.unref()
  }

  attach(io: Server): void {
    const namespace = io.of('/api')
    this.#namespace = namespace
    namespace.use((socket, next) => {
      const { show, key } = socket.handshake.auth as { show?: unknown; key?: unknown }
      this.#gate
        .admit(typeof key === 'string' ? key : null, String(show ?? ''), socket.handshake.address)
        .then((caller) => {
          socket.data.caller = caller
          next()
        })
        .catch((error: unknown) => {
          const view = toErrorView(error, this.#ports.log)
          next(Object.assign(new Error(view.message), { data: view }))
        })
    })
    namespace.on('connection', (socket) => {
      this.#welcome(socket as KeySocket).catch((err: unknown) => {
        this.#ports.log.error({ err }, 'a key could not be welcomed')
        socket.disconnect(true)
      })
    })
  }

  published(showId: string, message: { domain: LiveDomain; rev: number; state: unknown }): void {
    for (const socket of this.#of(showId)) {
      if (seesState(scopesOf(socket), message.domain)) socket.emit('state', message)
    }
  }

  happened(event: ShowEvent): void {
    for (const socket of this.#of(event.showId)) {
      if (seesEvent(scopesOf(socket), event)) socket.emit('event', eventView(event))
    }
  }

  revoked(keyId: string): void {
    for (const socket of this.#all()) {
      if (socket.data.caller.keyId === keyId) socket.disconnect(true)
    }
  }

  close(): void {
    clearInterval(this.#recheck)
  }

  async #welcome(socket: KeySocket): Promise<void> {
    const { show, machine } = socket.data.caller
    await this.#ports.openShow(show.id)
    const live: Partial<Record<LiveDomain, unknown>> = {}
    for (const domain of shownDomains) {
      if (seesState(machine.scopes, domain)) live[domain] = this.#ports.live(show.id, domain)
    }
    socket.emit('snapshot', { show, serverNowMs: this.#ports.now(), live })
  }

  async #dropExpired(): Promise<void> {
    for (const keyId of new Set(this.#all().map((socket) => socket.data.caller.keyId))) {
      const stands = await apiKeyStands(this.#ports.database, keyId).catch(() => true)
      if (!stands) this.revoked(keyId)
    }
  }

  #all(): KeySocket[] {
    return [...(this.#namespace?.sockets.values() ?? [])] as KeySocket[]
  }

  #of(showId: string): KeySocket[] {
    return this.#all().filter((socket) => socket.data.caller?.show.id === showId)
  }
}

function scopesOf(socket: KeySocket): readonly ApiScope[] {
  return socket.data.caller.machine.scopes
}

const shownDomains = [
  'clock',
  'rehearsal',
  'stage',
  'timers',
  'bus',
  'sources',
  'recording',
  'offer',
  'sales',
  'settlement',
] as const satisfies readonly (keyof LiveState)[]
