import type { ChildProcess } from 'node:child_process'
import { startApp } from './app-process.ts'
import { deriveSecret } from './secret.ts'
import type { Supervisor } from './supervisor.ts'

export type AppsContext = {
  host: string
  port: number
  origin: string
  dataDir: string
  secret: string
  databaseUrl: string
  relayPort: number
  emulatorPort: number
  media: { port: number; workers: number; announcedAddress: string | undefined }
  workerBin: string
  ffmpegPath: string
  ffprobePath: string
}

type AppDefinition = {
  name: string
  script: string
  stopOrder: number
  env: NodeJS.ProcessEnv
}

/** True when payments go to the bundled emulator: no Stripe key was given. */
export function paymentsAreEmulated(environment: NodeJS.ProcessEnv): boolean {
  return !environment['STRIPE_SECRET_KEY']
}

/**
 * Starts the programs of the show under the supervisor, all at once.
 * @throws SetupProblem of the first that does not become ready
 */
export async function startApps(supervisor: Supervisor, context: AppsContext): Promise<void> {
  await Promise.all(
    definitions(context).map(async ({ name, script, stopOrder, env }) => {
      const supervised = {
        name,
        stopOrder,
        stopSignal: 'SIGTERM' as const,
        spawn: () =>
          startApp({
            name,
            script,
            env,
            dataDir: context.dataDir,
            onSpawn: (child: ChildProcess) => supervisor.adopt(supervised, child),
          }),
      }
      await supervisor.start(supervised)
    }),
  )
}

function definitions(context: AppsContext): AppDefinition[] {
  const emulated = paymentsAreEmulated(process.env)
  const relayUrl = `http://127.0.0.1:${context.relayPort}`
  const emulatorUrl = `http://127.0.0.1:${context.emulatorPort}`
  const common: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: context.databaseUrl,
    STALLCAST_DATA_DIR: context.dataDir,
    STALLCAST_ORIGIN: context.origin,
    STALLCAST_SECRET: context.secret,
    RELAY_URL: relayUrl,
    FFMPEG_PATH: context.ffmpegPath,
    FFPROBE_PATH: context.ffprobePath,
    MEDIASOUP_WORKER_BIN: context.workerBin,
    ...(emulated && {
      STRIPE_API_BASE: emulatorUrl,
      STRIPE_WEBHOOK_SECRET: `whsec_${deriveSecret(context.secret, 'stripe-webhook')}`,
    }),
  }
  const internal = { ...common, HOST: '127.0.0.1' }
  const apps: AppDefinition[] = [
    {
      name: 'control-room',
      script: 'apps/control-room/server/main.ts',
      stopOrder: 1,
      env: { ...common, HOST: context.host, PORT: String(context.port) },
    },
    {
      name: 'relay',
      script: 'apps/relay/src/main.ts',
      stopOrder: 1,
      env: {
        ...internal,
        PORT: String(context.relayPort),
        MEDIA_LISTEN_IP: context.host,
        MEDIA_PORT: String(context.media.port),
        MEDIA_WORKERS: String(context.media.workers),
        ...(context.media.announcedAddress && {
          MEDIA_ANNOUNCED_ADDRESS: context.media.announcedAddress,
        }),
      },
    },
    { name: 'worker', script: 'apps/worker/src/main.ts', stopOrder: 1, env: internal },
  ]
  if (emulated) {
    apps.push({
      name: 'stripe-emulator',
      script: 'packages/stripe-emulator/src/main.ts',
      stopOrder: 2,
      env: {
        ...internal,
        PORT: String(context.emulatorPort),
        WEBHOOK_URL: `http://${loopback(context.host)}:${context.port}/webhooks/stripe`,
        // Stripe holds card money for days; at the demo's end the parties are paid the same minute.
        EMULATOR_SETTLEMENT_DELAY_MS: '0',
      },
    })
  }
  return apps
}

/** How this machine reaches a server of its own that listens on `host`. */
function loopback(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
