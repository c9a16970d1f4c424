import { mentions, type Comment, type Cue } from '@stallcast/shared/rundown'

export type CommentThread = { cue: Cue; number: number; comments: Comment[]; open: number }

/** The comments by cue in running order, those of a cue by age; comments of cues that have gone are left out. */
export function commentThreads(
  comments: readonly Comment[],
  cues: readonly Cue[],
  withResolved: boolean,
): CommentThread[] {
  const byCue = new Map<string, Comment[]>()
  for (const comment of comments) {
    if (!withResolved && comment.resolvedAt !== null) continue
    byCue.set(comment.cueId, [...(byCue.get(comment.cueId) ?? []), comment])
  }
  return cues.flatMap((cue, index): CommentThread[] => {
    const said = byCue.get(cue.id)
    if (!said) return []
    const open = said.filter((comment) => comment.resolvedAt === null).length
    return [{ cue, number: index + 1, comments: said, open }]
  })
}

/** Open comments that call this person and were written after they last looked. */
export function unreadMentions(
  comments: readonly Comment[],
  person: Parameters<typeof mentions>[1],
  seenUntilMs: number,
): Comment[] {
  return comments.filter(
    (comment) =>
      comment.resolvedAt === null && comment.createdAt > seenUntilMs && mentions(comment, person),
  )
}

/** A text cut where somebody is called, so that a screen can mark it. */
export function calledParts(text: string): { text: string; called: boolean }[] {
  return text
    .split(/(@[\p{L}\p{N}_-]+)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, called: /^@[\p{L}\p{N}_-]+$/u.test(part) }))
}
