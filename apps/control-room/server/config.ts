import { z } from 'zod'

const serverConfigSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  /** One relay, or several that share the shows, with commas between them. */
  RELAY_URL: z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .pipe(z.array(z.url()).min(1)),
  STALLCAST_ORIGIN: z.url(),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_API_BASE: z.string().optional(),
  LOG_LEVEL: z.string().default('info'),
})
export type PublicServerConfig = z.infer<typeof serverConfigSchema>

/** Reads the environment of the public server. @throws a sentence that names what is wrong */
export function readPublicServerConfig(environment: NodeJS.ProcessEnv): PublicServerConfig {
  const parsed = serverConfigSchema.safeParse(environment)
  if (!parsed.success) throw new Error(`control room settings: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
