import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const networks = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((each) => each.trim()))
  .transform((each) => each.filter((network) => network !== ''))

const configSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url().optional(),
  STALLCAST_DATA_DIR: z.string().min(1),
  STALLCAST_ORIGIN: z.url(),
  STALLCAST_SECRET: z.string().regex(/^[0-9a-f]{32,}$/i),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4701),
  MEDIA_LISTEN_IP: z.string().default('127.0.0.1'),
  MEDIA_ANNOUNCED_ADDRESS: z.string().optional(),
  MEDIA_PORT: port.default(4601),
  MEDIA_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  MEDIASOUP_WORKER_BIN: z.string().optional(),
  /** UDP port for OSC in; without it nothing listens. */
  OSC_PORT: port.optional(),
  OSC_HOST: z.string().default('0.0.0.0'),
  /** What webhooks may reach besides public addresses: networks, addresses, `private`, `loopback`. */
  AUTOMATION_ALLOWED_NETWORKS: networks,
  LOG_LEVEL: z.string().default('info'),
})
export type RelayConfig = z.infer<typeof configSchema>

/** Reads the environment. @throws a sentence that names what is wrong */
export function readConfig(environment: NodeJS.ProcessEnv): RelayConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = configSchema.safeParse(given)
  if (!parsed.success) throw new Error(`relay settings: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
