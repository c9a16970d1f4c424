import { z } from 'zod'
import { crewRoles, type Role } from '../crew/index.ts'
import { columnKeySchema } from './views.schema.ts'

const epochMs = z.number().int()

/**
 * What somebody said about a cue or one of its columns. Only the server writes comments (root `comments`), so
 * that nobody speaks in another's name.
 */
export const commentSchema = z.object({
  id: z.string(),
  cueId: z.string(),
  /** A built-in column or one of the crew's; null: the cue as a whole. */
  column: z.string().nullable(),
  text: z.string(),
  authorName: z.string(),
  authorRole: z.enum(crewRoles),
  authorSession: z.string(),
  createdAt: epochMs,
  resolvedAt: epochMs.nullable(),
  resolvedBy: z.string().nullable(),
  deletedAt: epochMs.nullable(),
})
export type Comment = z.infer<typeof commentSchema>

const reference = z.string().min(1).max(64)

export const commentCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('comment.add'),
    cueId: reference,
    column: columnKeySchema.nullable(),
    text: z.string().trim().min(1).max(2_000),
  }),
  z.object({
    type: z.literal('comment.resolve'),
    commentId: reference,
    resolved: z.boolean(),
  }),
  z.object({ type: z.literal('comment.remove'), commentId: reference }),
])
export type CommentCommand = z.infer<typeof commentCommandSchema>

export type Named = { name: string; role: Role }

/** Written as `@Hanna` or `@producer`; a name of several words counts by its first, case does not matter. */
const mentionPattern = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_-]+)/gu

export function mentionsIn(text: string): string[] {
  return [...text.matchAll(mentionPattern)].map((match) => (match[1] ?? '').toLowerCase())
}

/** Whether a comment calls this person, by name or by role (RD95); nobody calls themselves. */
export function mentions(comment: Comment, person: Named & { sessionId: string }): boolean {
  if (comment.authorSession === person.sessionId || comment.deletedAt !== null) return false
  const [firstName = ''] = person.name.trim().toLowerCase().split(/\s+/)
  return mentionsIn(comment.text).some(
    (called) => called === person.role || called === firstName || called === 'all',
  )
}
