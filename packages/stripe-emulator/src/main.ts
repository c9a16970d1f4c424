import { pino } from 'pino'
import { readConfig } from './config.ts'
import { createStripeEmulator } from './emulator.ts'

const { host, port, logLevel, ...options } = readConfig(process.env)
const log = pino({ name: 'stripe-emulator', level: logLevel }, pino.destination(2))

const emulator = createStripeEmulator({
  ...options,
  onWebhookFailure: (eventType, reason) => log.warn({ eventType, reason }, 'webhook not delivered'),
  onBug: (error) => log.error({ err: error }, 'request failed'),
})

let stopping = false
async function stop(cause: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ cause }, 'stopping')
  await emulator.close()
  process.exit(0)
}

process.on('SIGTERM', () => void stop('SIGTERM'))
process.on('SIGINT', () => void stop('SIGINT'))
// The launcher died: nothing may outlive it.
process.on('disconnect', () => void stop('disconnect'))

const { origin } = await emulator.listen(port, host)
log.info({ origin, webhookUrl: options.webhookUrl ?? null }, 'emulating Stripe')
process.send?.({ type: 'ready', origin })
