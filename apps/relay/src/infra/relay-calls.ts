import { randomUUID } from 'node:crypto'
import { DomainError, isDomainError, type ErrorView } from '@stallcast/shared/kernel'
import { toErrorView } from './errors.ts'
import type { Logger } from './logger.ts'
import type { RelayBus } from './relay-bus.ts'

type Question = { type: 'question'; id: string; body: unknown }
type Answer = { type: 'answer'; id: string } & (
  { ok: true; result: unknown } | { ok: false; error: ErrorView }
)

/** Longer than the slowest command; whoever asked has given up by then. */
const answerWithinMs = 8_000

/** One relay asks another to do something, and waits for the answer. */
export class RelayCalls {
  readonly #bus: RelayBus
  readonly #log: Logger
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  readonly #unfollow: () => void
  readonly #handle: (body: unknown) => Promise<unknown>

  /** @param handle does what another relay asks for */
  constructor(bus: RelayBus, log: Logger, handle: (body: unknown) => Promise<unknown>) {
    this.#bus = bus
    this.#log = log
    this.#handle = handle
    this.#unfollow = bus.follow(inboxOf(bus.relayId), {
      onMessage: (bytes, relayId) => {
        const message = JSON.parse(Buffer.from(bytes).toString()) as Question | Answer
        if (message.type === 'answer') this.#waiting.get(message.id)?.(message)
        else void this.#answer(message, relayId)
      },
      onResumed: () => undefined,
    })
  }

  /**
   * @returns `null` when it is certain that the other relay was not asked
   * @throws DomainError as the other relay says; `media.unavailable` when it does not answer
   */
  async ask(relayId: string, body: unknown): Promise<{ result: unknown } | null> {
    if (!this.#bus.isConnected) return null
    const id = randomUUID()
    const { promise, resolve } = Promise.withResolvers<Answer | null>()
    this.#waiting.set(id, resolve)
    const timer = setTimeout(() => resolve(null), answerWithinMs)
    this.#send(relayId, { type: 'question', id, body })
    const answer = await promise
    clearTimeout(timer)
    this.#waiting.delete(id)
    if (!answer) throw new DomainError('media.unavailable')
    if (answer.ok) return { result: answer.result }
    throw new DomainError(answer.error.code, answer.error.params)
  }

  close(): void {
    this.#unfollow()
  }

  async #answer(question: Question, relayId: string): Promise<void> {
    const { id } = question
    try {
      const result = (await this.#handle(question.body)) ?? null
      this.#send(relayId, { type: 'answer', id, ok: true, result })
    } catch (error) {
      if (!isDomainError(error)) this.#log.warn({ err: error }, 'a call of another relay failed')
      this.#send(relayId, { type: 'answer', id, ok: false, error: toErrorView(error, this.#log) })
    }
  }

  #send(relayId: string, message: Question | Answer): void {
    this.#bus.publish(inboxOf(relayId), Buffer.from(JSON.stringify(message)))
  }
}

function inboxOf(relayId: string): string {
  return `calls:${relayId}`
}
