import { z } from 'zod'

/** The links of one show, as whole URLs: opening one gives a seat in that role. */
export const readyShowSchema = z.object({
  id: z.string(),
  title: z.string(),
  links: z.object({
    host: z.url(),
    producer: z.url(),
    editor: z.url(),
    finance: z.url(),
    guest: z.url(),
    shop: z.url(),
  }),
})

/** What `--ready-file` receives when everything accepts work. */
export const readySchema = z.object({
  origin: z.url(),
  /** Where the relay itself listens; people use it through the origin. */
  relay: z.url(),
  pid: z.number().int(),
  dataDir: z.string(),
  shows: z.array(readyShowSchema),
})

export type ReadyShow = z.infer<typeof readyShowSchema>
export type Ready = z.infer<typeof readySchema>

/** What the demo's seed is given; it may be run again on a database that holds the demo already. */
export type SeedContext = {
  databaseUrl: string
  dataDir: string
  /** For what is made once per machine, such as the demo cameras' footage. */
  cacheDir: string
  origin: string
  /** Hex; signs invites and sessions. */
  secret: string
  ffmpegPath: string
  onProgress: (detail: string) => void
}

/** `tools/demo/seed.ts` exports this as `seedDemo`. */
export type SeedDemo = (context: SeedContext) => Promise<ReadyShow[]>
