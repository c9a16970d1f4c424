import { z } from 'zod'
import { columnKeySchema } from '../crew/index.ts'

/** Longer texts are written at the desk: a command carries the text before and after. */
const longestText = 40_000
const cell = z.union([
  z.string().max(longestText),
  z.number().min(-1e15).max(1e15),
  z.boolean(),
  z.null(),
])

export const viewCommandSchema = z.discriminatedUnion('type', [
  /**
   * Writes one cell through a link. `expected` is what the person saw when they began: a text is merged with what
   * others wrote meanwhile (VW9), any other value that has changed since is refused (VW10).
   */
  z.object({
    type: z.literal('view.setCell'),
    cueId: z.string().min(1).max(64),
    column: columnKeySchema,
    value: cell,
    expected: cell,
  }),
])
export type ViewCommand = z.infer<typeof viewCommandSchema>
