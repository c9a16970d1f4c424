import type { Command } from '@stallcast/shared/protocol'
import type { Readiness } from '@stallcast/shared/rundown'
import type { LiveShow } from '#lib/live/index.ts'
import { tellRefusal } from '#lib/ui/index.ts'

/** @returns whether it was done; if not, the person has been told why */
async function ask(live: LiveShow, command: Command): Promise<boolean> {
  const refusal = await live.command(command)
  if (refusal) tellRefusal(refusal.message)
  return refusal === null
}

export function addComment(
  live: LiveShow,
  cueId: string,
  text: string,
  column: string | null = null,
): Promise<boolean> {
  return ask(live, { type: 'comment.add', cueId, column, text })
}

export function resolveComment(
  live: LiveShow,
  commentId: string,
  resolved: boolean,
): Promise<boolean> {
  return ask(live, { type: 'comment.resolve', commentId, resolved })
}

export function removeComment(live: LiveShow, commentId: string): Promise<boolean> {
  return ask(live, { type: 'comment.remove', commentId })
}

export function answerCue(
  live: LiveShow,
  cueId: string,
  readiness: Readiness | null,
): Promise<boolean> {
  return ask(live, { type: 'ack.set', cueId, readiness })
}
