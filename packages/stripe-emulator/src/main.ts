import { pino } from 'pino'
import { readConfig } from './config.ts'
import { createStripeEmulator } from './emulator.ts'

const log = pino(
  { name: 'stripe-emulator', level: process.env['LOG_LEVEL'] ?? 'info' },
  pino.destination({ dest: 2, sync: true }),
)

try {
  await run()
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

async function run(): Promise<void> {
  const { host, port, ...options } = readConfig(process.env)
  const emulator = createStripeEmulator({
    ...options,
    onWebhookFailure: (eventType, reason) =>
      log.warn({ eventType, reason }, 'webhook not delivered'),
    onBug: (error) => log.error({ err: error }, 'request failed'),
  })
  const stop = once(async (cause: string) => {
    log.info({ cause }, 'stopping')
    await emulator.close()
    process.exit(0)
  })
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  // The launcher died: nothing may outlive it.
  process.on('disconnect', () => stop('disconnect'))
  const { origin } = await emulator.listen(port, host)
  log.info({ origin, webhookUrl: options.webhookUrl ?? null }, 'emulating Stripe')
  process.send?.({ type: 'ready', origin })
}

function once(work: (cause: string) => Promise<void>): (cause: string) => void {
  let begun = false
  return (cause) => {
    if (begun) return
    begun = true
    void work(cause)
  }
}
