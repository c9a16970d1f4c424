import { join } from 'node:path'
import { z } from 'zod'
import { EMULATED_PUBLISHABLE_KEY, EMULATED_SECRET_KEY, EMULATED_WEBHOOK_SECRET } from './keys.ts'

const environmentSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  STALLCAST_DATA_DIR: z.string().min(1),
  STALLCAST_ORIGIN: z.url().optional(),
  STRIPE_SECRET_KEY: z.string().min(1).default(EMULATED_SECRET_KEY),
  STRIPE_PUBLISHABLE_KEY: z.string().min(1).default(EMULATED_PUBLISHABLE_KEY),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).default(EMULATED_WEBHOOK_SECRET),
  WEBHOOK_URL: z.url().optional(),
  EMULATOR_SETTLEMENT_DELAY_MS: z.coerce.number().int().min(0).optional(),
  EMULATOR_PAYOUT_DELAY_MS: z.coerce.number().int().min(0).optional(),
})

export type Config = {
  host: string
  port: number
  databasePath: string
  secretKey: string
  publishableKey: string
  webhookSecret: string
  webhookUrl?: string
  publicBaseUrl?: string
  settlementDelayMs?: number
  payoutDelayMs?: number
}

/** @throws Error that lists each variable that is missing or wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = environmentSchema.safeParse(environment)
  if (!result.success) {
    throw new Error(`The payment emulator cannot start:\n${z.prettifyError(result.error)}`)
  }
  const env = result.data
  return {
    host: env.HOST,
    port: env.PORT,
    databasePath: join(env.STALLCAST_DATA_DIR, 'emulator', 'state.sqlite'),
    secretKey: env.STRIPE_SECRET_KEY,
    publishableKey: env.STRIPE_PUBLISHABLE_KEY,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    ...(env.WEBHOOK_URL === undefined ? {} : { webhookUrl: env.WEBHOOK_URL }),
    ...(env.STALLCAST_ORIGIN === undefined
      ? {}
      : { publicBaseUrl: `${env.STALLCAST_ORIGIN.replace(/\/+$/, '')}/stripe-emulator` }),
    ...(env.EMULATOR_SETTLEMENT_DELAY_MS === undefined
      ? {}
      : { settlementDelayMs: env.EMULATOR_SETTLEMENT_DELAY_MS }),
    ...(env.EMULATOR_PAYOUT_DELAY_MS === undefined
      ? {}
      : { payoutDelayMs: env.EMULATOR_PAYOUT_DELAY_MS }),
  }
}
