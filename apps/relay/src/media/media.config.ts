import { z } from 'zod'

/** Settings of the media domain, from the environment (names in capitals are what an operator writes). */
export const mediaConfigSchema = z.object({
  /** Recordings lie under `{dataDir}/media`. */
  dataDir: z.string().min(1),
  /** MEDIA_LISTEN_IP: `0.0.0.0` listens on each address of the machine. */
  listenIp: z.string().default('0.0.0.0'),
  /** MEDIA_ANNOUNCED_ADDRESS: what browsers are told to connect to, when that is not the address listened on. */
  announcedAddress: z.string().optional(),
  /** MEDIA_PORT: UDP and TCP port of the first mediasoup worker; each further worker has the next one. */
  port: z.coerce.number().int().min(1).max(65_535),
  workers: z.coerce.number().int().min(1).max(64).default(1),
  /** MEDIASOUP_WORKER_BIN: the worker's executable. */
  workerBin: z.string().optional(),
  /** Public viewers over WHEP, in all and from one address. */
  maxViewers: z.coerce.number().int().min(1).default(400),
  maxViewersPerAddress: z.coerce.number().int().min(1).default(40),
})
export type MediaConfig = z.infer<typeof mediaConfigSchema>
