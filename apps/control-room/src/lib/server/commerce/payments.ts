import { createStripe, paymentKeys, type PaymentKeys, type Stripe } from '@stallcast/payments'
import type { Database } from '@stallcast/store'
import type { Queues } from '@stallcast/store/queues'
import type { Logger } from 'pino'
import { serverContext } from '../context.ts'

export type Payments = {
  database: Database
  queues: Queues
  stripe: Stripe
  keys: PaymentKeys
  now: () => number
  log: Logger
}

let opened: Payments | undefined

/** What the shop's routes work with; opened at the first request. */
export function payments(): Payments {
  opened ??= open()
  return opened
}

function open(): Payments {
  const { database, queues, config, log } = serverContext()
  return {
    database,
    queues,
    stripe: createStripe({
      secretKey: config.STRIPE_SECRET_KEY,
      apiBase: config.STRIPE_API_BASE,
    }),
    keys: paymentKeys({
      secretKey: config.STRIPE_SECRET_KEY,
      publishableKey: config.STRIPE_PUBLISHABLE_KEY,
      webhookSecret: config.STRIPE_WEBHOOK_SECRET,
    }),
    now: Date.now,
    log,
  }
}
