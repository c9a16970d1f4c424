import { Stripe } from 'stripe'
import type { Delivery } from '../storage/delivery-store.ts'
import type { StoredEvent } from '../wire/objects.types.ts'
import { present } from '../wire/present.ts'
import type { World } from '../world.ts'
import { post } from './post.ts'

export type DeliveryOptions = {
  url: string
  secret: string
  /** First wait after a failure; doubles with each further one up to the maximum. */
  retryBaseMs: number
  retryMaxMs: number
  onFailure?: (eventType: string, reason: string) => void
}

/** An endpoint on the same machine that restarts should not wait long for what it missed. */
const UNREACHABLE_MAX_MS = 5000

/**
 * Sends the queued events one after another, each until the endpoint has answered 2xx. An endpoint that
 * cannot be reached holds the whole queue, so that order survives its restart; an event that it refuses
 * steps aside and is tried again later, so that one poisoned event stops no other.
 */
export class WebhookDelivery {
  readonly #world: World
  readonly #options: DeliveryOptions
  readonly #closing = new AbortController()
  readonly #signer = new Stripe('sk_emulated_signer').webhooks
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #paused = false
  #newestFirst = false
  #heldUntilMs = 0
  #unreachableInARow = 0

  constructor(world: World, options: DeliveryOptions) {
    this.#world = world
    this.#options = options
  }

  /** Looks for work; called after each commit, at start and by the timer. */
  kick(): void {
    if (this.#paused || this.#closing.signal.aborted || this.#running) return
    this.#running = this.#drain().finally(() => {
      this.#running = undefined
      this.#sleepUntilNext()
    })
  }

  /** Stops sending; events keep queueing. For tests. */
  async pause(): Promise<void> {
    this.#paused = true
    clearTimeout(this.#timer)
    await this.#running
  }

  /** Sends what has gathered, the newest first when asked to. */
  resume(newestFirst = false): void {
    this.#paused = false
    this.#newestFirst = newestFirst
    this.#heldUntilMs = 0
    this.kick()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#timer)
    await this.#running
  }

  async #drain(): Promise<void> {
    while (!this.#paused && !this.#closing.signal.aborted) {
      const now = this.#world.now()
      if (now < this.#heldUntilMs) return
      const next = this.#world.deliveries.nextDue(now, this.#newestFirst)
      if (!next) return
      await this.#attempt(next)
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const row = this.#world.objects.find(delivery.eventId)
    if (row?.kind !== 'event') {
      this.#world.deliveries.delivered(delivery.seq, this.#world.now())
      return
    }
    const event = row.body as StoredEvent
    const payload = JSON.stringify(present(this.#world, 'event', row.account, event), null, 2)
    try {
      const { status } = await post(
        this.#options.url,
        this.#headers(payload),
        payload,
        this.#closing.signal,
      )
      this.#unreachableInARow = 0
      if (status >= 200 && status < 300) {
        this.#world.deliveries.delivered(delivery.seq, this.#world.now())
        return
      }
      const dueAtMs = this.#world.now() + this.#backoffMs(delivery.attempts)
      this.#failed(delivery, event, `answered ${status}`, dueAtMs)
    } catch (error) {
      // A delivery cut off by our own end is neither sent nor failed: the next start repeats it.
      if (this.#closing.signal.aborted) return
      const waitMs = Math.min(UNREACHABLE_MAX_MS, this.#backoffMs(this.#unreachableInARow))
      this.#heldUntilMs = this.#world.now() + waitMs
      this.#unreachableInARow += 1
      const reason = error instanceof Error ? error.message : String(error)
      this.#failed(delivery, event, reason, delivery.dueAtMs)
    }
  }

  #failed(delivery: Delivery, event: StoredEvent, reason: string, dueAtMs: number): void {
    this.#world.deliveries.failed(delivery.seq, dueAtMs, reason)
    this.#options.onFailure?.(event.type, reason)
  }

  /** Signed anew for each attempt, so that a late retry is not refused for its age. */
  #headers(payload: string): Record<string, string> {
    const signature = this.#signer.generateTestHeaderString({
      payload,
      secret: this.#options.secret,
      timestamp: Math.floor(Date.now() / 1000),
    })
    return {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signature,
      'stallcast-emulator': '1',
      'user-agent': 'Stripe/1.0 (emulated by Stallcast)',
    }
  }

  #backoffMs(failures: number): number {
    return Math.min(
      this.#options.retryMaxMs,
      this.#options.retryBaseMs * 2 ** Math.min(failures, 20),
    )
  }

  #sleepUntilNext(): void {
    clearTimeout(this.#timer)
    if (this.#paused || this.#closing.signal.aborted) return
    const dueAtMs = this.#world.deliveries.earliestDueMs()
    if (dueAtMs === undefined) return
    const waitMs = Math.max(dueAtMs, this.#heldUntilMs) - this.#world.now()
    this.#timer = setTimeout(() => this.kick(), Math.min(Math.max(waitMs, 1), 60_000))
  }
}
