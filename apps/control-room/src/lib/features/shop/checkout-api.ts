import {
  checkoutAnswerSchema,
  orderViewSchema,
  type CheckoutAnswer,
  type CheckoutRequest,
  type OrderView,
} from '@stallcast/shared/commerce'
import { z } from 'zod'
import {
  confirmForm,
  intentIdOf,
  readConfirmation,
  type PaymentOutcome,
} from './emulated-payment.ts'
import type { TestCard } from './test-card.ts'

/** What the shop answered instead of what was asked for; `message` is for the shopper. */
export class ShopRefusal extends Error {
  override readonly name = 'ShopRefusal'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const refusalSchema = z.object({ code: z.string().optional(), message: z.string() })
const refusalBodySchema = z.union([z.object({ error: refusalSchema }), refusalSchema])

const unreachable = new ShopRefusal(
  'network',
  'No connection. Nothing was charged; try again when you are back online.',
)

/** The shop's endpoints. Every call rejects with a ShopRefusal. */
export class CheckoutApi {
  readonly #slug: string
  readonly #fetch: typeof fetch

  constructor(slug: string, fetcher: typeof fetch) {
    this.#slug = slug
    this.#fetch = fetcher
  }

  /** Holds the stock and opens a payment. The same `attemptId` gives the same order. */
  async reserve(request: CheckoutRequest): Promise<CheckoutAnswer> {
    const response = await this.#send(`/s/${encodeURIComponent(this.#slug)}/checkout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(request),
    })
    return checkoutAnswerSchema.parse(await bodyOf(response))
  }

  /** @param attemptId that of the purchase: the proof that the reader is the buyer */
  async order(orderId: string, attemptId: string): Promise<OrderView> {
    const order = `/s/${encodeURIComponent(this.#slug)}/orders/${encodeURIComponent(orderId)}`
    const path = `${order}?${new URLSearchParams({ attempt: attemptId })}`
    const response = await this.#send(path, { headers: { accept: 'application/json' } })
    return orderViewSchema.parse(await bodyOf(response))
  }

  /** Pays with a test card at the bundled emulator; a decline is an outcome, not a rejection. */
  async payWithTestCard(
    payment: Pick<CheckoutAnswer, 'clientSecret' | 'publishableKey'> & { returnUrl: string },
    card: TestCard,
  ): Promise<PaymentOutcome> {
    const intentId = intentIdOf(payment.clientSecret)
    const response = await this.#send(`/stripe-emulator/v1/payment_intents/${intentId}/confirm`, {
      method: 'POST',
      body: confirmForm(payment, card),
    })
    const body: unknown = await response.json().catch(() => null)
    try {
      return readConfirmation(response.ok, body)
    } catch {
      throw new ShopRefusal(
        'payment.unavailable',
        'The payment service does not answer. Nothing was charged; try again.',
      )
    }
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(path, init)
    } catch {
      throw unreachable
    }
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  const refusal = refusalBodySchema.safeParse(body)
  if (!refusal.success) {
    throw new ShopRefusal(
      'internal',
      'Something broke on our side. Nothing was charged; try again.',
    )
  }
  const { code = 'internal', message } = 'error' in refusal.data ? refusal.data.error : refusal.data
  throw new ShopRefusal(code, message)
}

/** A version 4 UUID. `crypto.randomUUID` is missing on plain HTTP, where a phone on the LAN may be. */
export function newAttemptId(fill: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const bytes = new Uint8Array(16)
  fill(bytes)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex)
}
