import type { World } from '../world.ts'

/** One request as an endpoint sees it: already authenticated, parsed and inside a transaction. */
export type Call = {
  world: World
  /** Named parts of the path, e.g. `id`. */
  path: Readonly<Record<string, string>>
  /** The url as Stripe writes it into lists, e.g. `/v1/charges`. */
  url: string
  /** Body of a POST, query of a GET; unparsed values. */
  params: Record<string, unknown>
  /** '' for the platform, else the connected account named by the Stripe-Account header. */
  account: string
  /** How the caller proved itself; the page's key sees and does less. */
  caller: 'secret' | 'publishable'
  requestId: string
  idempotencyKey: string | null
  /** Where a browser reaches this emulator, without a trailing slash. */
  publicBaseUrl: string
}

/** What an endpoint answers; a status of 400 and more is a refusal whose work is kept (a decline). */
export type Answer = { status: number; body: unknown }

export type Endpoint = (call: Call) => Answer

export function ok(body: unknown): Answer {
  return { status: 200, body }
}
