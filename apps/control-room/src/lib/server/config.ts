import { z } from 'zod'

const optional = z
  .string()
  .optional()
  .transform((value) => value || undefined)

const configSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: optional,
  STALLCAST_ORIGIN: z.url(),
  STALLCAST_SECRET: z.string().regex(/^[0-9a-f]{32,}$/i),
  STRIPE_SECRET_KEY: optional,
  STRIPE_PUBLISHABLE_KEY: optional,
  STRIPE_WEBHOOK_SECRET: optional,
  STRIPE_API_BASE: optional,
  LOG_LEVEL: z.string().default('info'),
})
export type ServerConfig = z.infer<typeof configSchema>

/** Reads the environment. @throws a sentence that names what is wrong */
export function readConfig(environment: NodeJS.ProcessEnv): ServerConfig {
  const parsed = configSchema.safeParse(environment)
  if (!parsed.success) throw new Error(`control room settings: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
