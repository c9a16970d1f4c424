import { createSocket, type Socket } from 'node:dgram'
import {
  apiAction,
  parseOscAddress,
  readOscRequest,
  type OscRequest,
} from '@stallcast/shared/automation'
import { isDomainError } from '@stallcast/shared/kernel'
import { Serial } from '../../infra/serial.ts'
import { rateLimit } from '../../infra/rate-limit.ts'
import type { ActingService, Machine } from '../acting.service.ts'
import type { AutomationPorts } from '../ports.ts'
import { readPacket, type ReceivedMessage } from './osc-codec.ts'
import { OscDoors, type OscDoor } from './osc-doors.ts'
import type { OscJournal } from './osc-journal.ts'

const messagesPerSecond = 60
const burst = 120
const mostWaiting = 200
const mostSenders = 1_000

/**
 * OSC in. The protocol has no idea of who sends, so a message has to carry the show's token in its address, or come
 * from an address that the producer has named (AU20). Off unless the server has a port for it and the show has
 * switched it on.
 */
export class OscGateway {
  readonly #ports: AutomationPorts
  readonly #acting: ActingService
  readonly #journal: OscJournal
  readonly #doors: OscDoors
  readonly #serial = new Serial<string>()
  readonly #allowances = new Map<string, () => boolean>()
  #waiting = 0
  #socket: Socket | null = null

  constructor(ports: AutomationPorts, acting: ActingService, journal: OscJournal) {
    this.#ports = ports
    this.#acting = acting
    this.#journal = journal
    this.#doors = new OscDoors(ports)
  }

  listen(): Promise<void> {
    const { port, host } = this.#ports.osc
    if (port === null) return Promise.resolve()
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    this.#socket = socket
    socket.on('message', (packet, { address }) => this.#receive(packet, address))
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(port, host, () => {
        socket.off('error', reject)
        socket.on('error', (err) => this.#ports.log.error({ err }, 'the OSC port failed'))
        resolve()
      })
    })
  }

  /** What a show says about OSC has changed. */
  settingsChanged(showId: string): void {
    this.#doors.forget(showId)
  }

  close(): void {
    this.#socket?.close()
    this.#socket = null
  }

  #receive(packet: Buffer, from: string): void {
    const messages = readPacket(packet)
    for (const message of messages ?? []) {
      // Who floods the port is not answered, not looked up and not written down.
      if (!this.#allows(from) || this.#waiting >= mostWaiting) return
      const request = parseOscAddress(message.address)
      if (!request) continue
      this.#waiting += 1
      void this.#serial
        .run(request.slug, () => this.#handle(request, message, from))
        .catch((err: unknown) => this.#ports.log.error({ err }, 'an OSC message broke'))
        .finally(() => (this.#waiting -= 1))
    }
  }

  #allows(from: string): boolean {
    const known = this.#allowances.get(from)
    if (known) return known()
    if (this.#allowances.size >= mostSenders) this.#allowances.clear()
    const allowance = rateLimit(messagesPerSecond, burst)
    this.#allowances.set(from, allowance)
    return allowance()
  }

  async #handle(request: OscRequest, message: ReceivedMessage, from: string): Promise<void> {
    const door = await this.#doors.find(request.slug)
    if (!door) return
    const note = (outcome: 'done' | 'refused' | 'ignored', reason: string | null) =>
      this.#journal.note(door.showId, {
        atMs: this.#ports.now(),
        from,
        // The token stays out of what is shown and logged.
        address: `/stallcast/${request.slug}/${request.words.join('/')}`,
        outcome,
        reason,
      })
    if (!door.admits(request.token, from)) {
      const why =
        request.token === null ? 'no token, and not from an allowed address' : 'wrong token'
      return note('refused', why)
    }
    const read = readOscRequest(request.words, message.args)
    if (!read) return note('ignored', 'a release, or no request that Stallcast knows')
    try {
      await this.#perform(door, read.ask, from)
      note('done', null)
    } catch (error) {
      if (!isDomainError(error) && !(error instanceof Error && error.name === 'ZodError'))
        throw error
      note('refused', isDomainError(error) ? error.message : 'the value does not fit')
    }
  }

  async #perform(
    door: OscDoor,
    ask: NonNullable<ReturnType<typeof readOscRequest>>['ask'],
    from: string,
  ): Promise<void> {
    const machine: Machine = {
      id: 'osc',
      name: `OSC ${from}`,
      showId: door.showId,
      scopes: door.scopes,
    }
    if (ask.kind === 'mark.in') {
      await this.#ports.openShow(door.showId)
      await this.#acting.markIn(machine, { track: 'program', label: ask.label })
      return
    }
    if (ask.kind === 'mark.out') {
      await this.#acting.markOut(machine)
      return
    }
    const action = apiAction(ask.action)
    if (action) await this.#acting.perform(machine, action, action.body.parse(ask.body))
  }
}
