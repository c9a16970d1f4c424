import { createSocket } from 'node:dgram'
import {
  oscUsefulMs,
  retryAfterMs,
  webhookBody,
  type OscMessage,
  type OutputTarget,
} from '@stallcast/shared/automation'
import { isDomainError } from '@stallcast/shared/kernel'
import {
  forgetOldAutomation,
  leaseDeliveries,
  nextDeliveryInMs,
  readOutput,
  settleDelivery,
  webhookSecret,
  type AttemptResult,
  type LeasedDelivery,
  type Output,
} from '@stallcast/store/automation'
import type { Logger } from '../../infra/logger.ts'
import { writeMessage } from '../osc/osc-codec.ts'
import type { AutomationPorts } from '../ports.ts'
import type { NetworkGuard } from './network-guard.ts'
import { postWebhook, signWebhook } from './webhook.adapter.ts'

const mostAtOnce = 16
const sweepMs = 5_000
const tidyMs = 3_600_000
const patienceMs = 2_000

/**
 * Sends what lies in the outbox. The rows are the truth: whoever is woken takes what is due, and a relay that comes
 * up takes what a dead one has left. One slow receiver holds up nobody else.
 */
export class DeliverySender {
  readonly #ports: AutomationPorts
  readonly #guard: NetworkGuard
  readonly #log: Logger
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #tidying: NodeJS.Timeout
  #timer: NodeJS.Timeout | undefined
  #sweeping = false
  #again = false
  #closed = false

  constructor(ports: AutomationPorts, guard: NetworkGuard) {
    this.#ports = ports
    this.#guard = guard
    this.#log = ports.log
    this.#tidying = setInterval(() => {
      forgetOldAutomation(ports.database).catch((err: unknown) =>
        this.#log.warn({ err }, 'old deliveries were not tidied away'),
      )
    }, tidyMs)
    this.#tidying.unref()
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#closed) return
    this.#again = true
    if (this.#sweeping) return
    this.#sweeping = true
    clearTimeout(this.#timer)
    void this.#sweep().finally(() => {
      this.#sweeping = false
      if (this.#again) this.wake()
    })
  }

  /** Nothing new is begun; what is on its way gets a moment to be answered, so that it is not sent again. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    clearInterval(this.#tidying)
    const patience = setTimeout(() => this.#stop.abort(new Error('stopping')), patienceMs)
    await Promise.allSettled(this.#running)
    clearTimeout(patience)
  }

  async #sweep(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false
        const free = mostAtOnce - this.#running.size
        const leased = free > 0 ? await leaseDeliveries(this.#ports.database, free) : []
        for (const delivery of leased) this.#begin(delivery)
        if (leased.length > 0) this.#again = true
      }
      // When all hands are full, whoever is done wakes it.
      if (this.#running.size < mostAtOnce) {
        this.#sleep(await nextDeliveryInMs(this.#ports.database))
      }
    } catch (error) {
      if (this.#closed) return
      this.#log.error({ err: error }, 'the outbox could not be read; it is tried again')
      this.#sleep(sweepMs)
    }
  }

  #sleep(inMs: number | null): void {
    if (inMs === null || this.#closed) return
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(inMs, 20), sweepMs))
  }

  #begin(delivery: LeasedDelivery): void {
    const sending = this.#attempt(delivery)
      .then((result) => settleDelivery(this.#ports.database, delivery, result))
      .catch((err: unknown) => this.#log.error({ err, id: delivery.id }, 'a delivery is in doubt'))
      .finally(() => {
        this.#running.delete(sending)
        this.wake()
      })
    this.#running.add(sending)
  }

  async #attempt(delivery: LeasedDelivery): Promise<AttemptResult> {
    try {
      const { database } = this.#ports
      const output = await readOutput(database, delivery.showId, delivery.outputId)
      if (!output.enabled) return failed('expired', 'the output is switched off')
      if (delivery.payload.kind === 'osc') return await this.#sendOsc(delivery, output)
      return await this.#sendWebhook(delivery, output)
    } catch (error) {
      if (isDomainError(error)) return failed('failed', error.message)
      return this.#later(delivery, null, reasonOf(error))
    }
  }

  async #sendWebhook(delivery: LeasedDelivery, output: Output): Promise<AttemptResult> {
    if (delivery.payload.kind !== 'webhook' || output.target.kind !== 'webhook') {
      return failed('failed', 'the output takes no webhooks')
    }
    const body = webhookBody(delivery.showId, delivery.payload)
    const secret = webhookSecret(this.#ports.secret, output.id, output.secretRound)
    const { status } = await postWebhook(
      this.#guard,
      output.target.url,
      signWebhook(secret, { id: delivery.id, atMs: this.#ports.now(), body }),
      body,
      this.#stop.signal,
    )
    if (status >= 200 && status < 300) return { state: 'delivered', status, error: null }
    if (status >= 300 && status < 400) {
      return {
        state: 'failed',
        status,
        error: 'it answered with a redirect, which is not followed',
      }
    }
    // 410: the receiver wants nothing more (standard-webhooks).
    if (status === 410) return { state: 'failed', status, error: 'the receiver has gone' }
    return this.#later(delivery, status, `it answered ${status}`)
  }

  async #sendOsc(delivery: LeasedDelivery, output: Output): Promise<AttemptResult> {
    if (delivery.payload.kind !== 'osc' || output.target.kind !== 'osc') {
      return failed('failed', 'the output takes no OSC')
    }
    if (this.#ports.now() - delivery.payload.atMs > oscUsefulMs) {
      return failed('expired', 'it came too late to be of use')
    }
    await sendOsc(this.#guard, output.target, delivery.payload.message)
    return { state: 'delivered', status: null, error: null }
  }

  #later(delivery: LeasedDelivery, status: number | null, error: string): AttemptResult {
    const retryInMs = retryAfterMs(delivery.payload.kind, delivery.attempts)
    if (retryInMs === null) return { state: 'failed', status, error }
    return { state: 'waiting', status, error, retryInMs }
  }
}

function failed(state: 'failed' | 'expired', error: string): AttemptResult {
  return { state, status: null, error }
}

/** One packet. UDP tells nobody whether it arrived. */
async function sendOsc(
  guard: NetworkGuard,
  target: OutputTarget & { kind: 'osc' },
  message: OscMessage,
): Promise<void> {
  const [to] = await guard.resolve(target.host, 'osc')
  if (!to) throw new Error('the name stands for no address')
  const socket = createSocket(to.family === 6 ? 'udp6' : 'udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.send(writeMessage(message), target.port, to.address, (error) =>
        error ? reject(error) : resolve(),
      )
    })
  } finally {
    socket.close()
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it broke the connection off',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is of its own making',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be sent'
  if (error.name === 'TimeoutError') return 'it did not answer in time'
  const code = 'code' in error ? String(error.code) : ''
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined
  return (known ?? (code || error.message || error.name)).slice(0, 200)
}
