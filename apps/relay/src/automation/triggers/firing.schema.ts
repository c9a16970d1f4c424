import { triggerActionSchema, triggerMomentSchema } from '@stallcast/shared/rundown'
import { z } from 'zod'

/** What one firing carries out, kept whole so that a relay that has just come up can do it too. */
export const firingSchema = z.object({
  triggerId: z.string(),
  cueId: z.string(),
  cueTitle: z.string(),
  cueLabel: z.string(),
  on: triggerMomentSchema,
  atMs: z.number().int(),
  action: triggerActionSchema,
  rehearsal: z.boolean().default(false),
})
export type Firing = z.infer<typeof firingSchema>
