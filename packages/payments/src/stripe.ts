import { Stripe } from 'stripe'
import { EMULATED_SECRET_KEY } from './keys.ts'

/** The version that the code was written against (PY2). */
const apiVersion = '2026-10-28.endive'

/** All attempts of one call together stay well below the lease of an outbox row (90 s). */
const timeoutMs = 20_000
const maxNetworkRetries = 2

export type StripeSettings = {
  /** Without it the client talks to the emulator. */
  secretKey?: string | undefined
  /** `http://127.0.0.1:7777`; Stripe itself when left out, which needs a key. */
  apiBase?: string | undefined
}

/** The one payment client. @throws Error when there is neither a key nor an emulator to talk to */
export function createStripe(settings: StripeSettings): Stripe {
  if (!settings.secretKey && !settings.apiBase) {
    throw new Error(
      'Payments need STRIPE_SECRET_KEY, or STRIPE_API_BASE with the address of the emulator.',
    )
  }
  return new Stripe(settings.secretKey || EMULATED_SECRET_KEY, {
    apiVersion,
    timeout: timeoutMs,
    maxNetworkRetries,
    telemetry: false,
    appInfo: { name: 'Stallcast' },
    ...(settings.apiBase ? address(settings.apiBase) : {}),
  })
}

function address(apiBase: string) {
  const url = new URL(apiBase)
  const protocol = url.protocol === 'https:' ? ('https' as const) : ('http' as const)
  return {
    protocol,
    host: url.hostname,
    port: Number(url.port || (protocol === 'https' ? 443 : 80)),
  }
}
