import { z } from 'zod'

const configSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url().optional(),
  STALLCAST_DATA_DIR: z.string().min(1),
  STALLCAST_ORIGIN: z.url(),
  FFMPEG_PATH: z.string().default('ffmpeg'),
  FFPROBE_PATH: z.string().default('ffprobe'),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_API_BASE: z.string().optional(),
  LOG_LEVEL: z.string().default('info'),
})
export type WorkerConfig = z.infer<typeof configSchema>

/** Reads the environment. @throws a sentence that names what is wrong */
export function readConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = configSchema.safeParse(given)
  if (!parsed.success) throw new Error(`worker settings: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
