import { documentKinds, type DocumentVersion } from '@stallcast/shared/rundown'
import { z } from 'zod'

const document = { id: z.number().int(), doc: z.string(), kind: z.enum(documentKinds) }

/** What the thread that replays logs is asked for. */
export const historyJobSchema = z.discriminatedUnion('type', [
  /** Bring the readable changes up to the end of the log. */
  z.object({ type: z.literal('draw'), ...document }),
  z.object({ type: z.literal('version'), ...document, seq: z.number().int() }),
])
export type HistoryJob = z.infer<typeof historyJobSchema>

/** `version` is null for a job that asks for none, or before the first edit. */
export type HistoryAnswer =
  { id: number; version: DocumentVersion | null } | { id: number; failure: string }
