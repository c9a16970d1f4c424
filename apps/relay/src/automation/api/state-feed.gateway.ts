import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { readingScopes } from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowCard, ShowEvent } from '@stallcast/shared/protocol'
import { apiKeyStands } from '@stallcast/store/automation'
import { WebSocketServer, type WebSocket } from 'ws'
import { Coalesced } from '../../infra/coalesced.ts'
import { demandScope } from '../acting.service.ts'
import type { AutomationPorts } from '../ports.ts'
import { bearerOf, type Caller, type KeyGate } from './key-gate.ts'
import { problemOf } from './problem.ts'
import { eventView, seesEvent } from './reading.ts'
import { readShowState } from './show-state.ts'

const path = /^\/api\/v1\/shows\/([^/]+)\/feed$/
const everyMs = 1_000
const changeRestMs = 100
const slowBytes = 256 * 1024
const pingEvery = 15

/**
 * A plain WebSocket that says the whole state once a second and after each change, and each event: for controllers
 * that know neither Socket.IO nor headers. Its key may stand in the address, if it can do nothing but read (AU9).
 */
export class StateFeed {
  readonly #ports: AutomationPorts
  readonly #gate: KeyGate
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 4_096 })
  readonly #watchers = new Map<WebSocket, Caller>()
  readonly #timer: NodeJS.Timeout
  readonly #changes: Coalesced<string>
  #turns = 0

  constructor(ports: AutomationPorts, gate: KeyGate) {
    this.#ports = ports
    this.#gate = gate
    this.#changes = new Coalesced(
      (showId) => this.#tell([...this.#watchers].filter(([, { show }]) => show.id === showId)),
      { restMs: changeRestMs, log: ports.log },
    )
    this.#timer = setInterval(() => void this.#tick(), everyMs)
    this.#timer.unref()
  }

  attach(http: Server): void {
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const url = new URL(request.url ?? '', 'http://relay')
      const show = path.exec(url.pathname)?.[1]
      if (show === undefined) return
      socket.on('error', () => socket.destroy())
      this.#admit(request, decodeURIComponent(show), url.searchParams.get('key'))
        .then((caller) =>
          this.#server.handleUpgrade(request, socket, head, (client) => this.#join(client, caller)),
        )
        .catch((error: unknown) => {
          const problem = problemOf(error, this.#ports.log)
          const body = JSON.stringify(problem)
          socket.end(
            `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n` +
              `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
          )
        })
    })
  }

  /** Something of the show has changed: whoever watches is told at once, not with the next second. */
  changed(showId: string): void {
    this.#changes.touch(showId)
  }

  happened(event: ShowEvent): void {
    for (const [client, { machine, show }] of this.#watchers) {
      if (show.id === event.showId && seesEvent(machine.scopes, event)) {
        send(client, { type: 'event', event: eventView(event) })
      }
    }
  }

  revoked(keyId: string): void {
    for (const [client, caller] of this.#watchers) {
      if (caller.keyId === keyId) client.close(4401, 'key.revoked')
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#changes.close()
    for (const client of this.#watchers.keys()) client.terminate()
  }

  async #admit(request: IncomingMessage, show: string, inQuery: string | null): Promise<Caller> {
    const address = request.socket.remoteAddress ?? ''
    const caller = await this.#gate.admit(bearerOf(request) ?? inQuery, show, address)
    demandScope(caller.machine, 'read')
    const harmless = caller.machine.scopes.every((scope) => readingScopes.includes(scope))
    if (bearerOf(request) === null && !harmless) throw new DomainError('key.in-address')
    await this.#ports.openShow(caller.show.id)
    return caller
  }

  #join(client: WebSocket, caller: Caller): void {
    this.#watchers.set(client, caller)
    client.on('close', () => this.#watchers.delete(client))
    client.on('error', () => client.terminate())
    void this.#tell([[client, caller]])
  }

  async #tick(): Promise<void> {
    this.#turns += 1
    if (this.#turns % pingEvery === 0) await this.#dropExpired()
    await this.#tell([...this.#watchers])
  }

  /** The state of a show is worked out once, however many watch it. */
  async #tell(watchers: readonly (readonly [WebSocket, Caller])[]): Promise<void> {
    for (const [, group] of Map.groupBy(watchers, ([, { show }]) => show.id)) {
      const show: ShowCard | undefined = group[0]?.[1].show
      if (!show) continue
      try {
        const text = JSON.stringify({
          type: 'state',
          state: await readShowState(this.#ports, show),
        })
        for (const [client] of group) sendText(client, text)
      } catch (err) {
        this.#ports.log.warn({ err, showId: show.id }, 'the state could not be told')
      }
    }
  }

  async #dropExpired(): Promise<void> {
    for (const keyId of new Set([...this.#watchers.values()].map((caller) => caller.keyId))) {
      const stands = await apiKeyStands(this.#ports.database, keyId).catch(() => true)
      if (!stands) this.revoked(keyId)
    }
    for (const client of this.#watchers.keys()) client.ping()
  }
}

function send(client: WebSocket, message: object): void {
  sendText(client, JSON.stringify(message))
}

/** Who does not read is not sent more: the next state says it all again. */
function sendText(client: WebSocket, text: string): void {
  if (client.readyState === client.OPEN && client.bufferedAmount < slowBytes) client.send(text)
}
