import { sql } from 'kysely'
import type { ClipWindow } from '@stallcast/shared/clips'
import type { Actor } from '@stallcast/shared/crew'
import type { Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'

/** The channel that hears the id of each show whose clips have changed. A hint: the rows are the truth. */
export const clipsChannel = 'clips'

/** What the log says about a clip. */
export function described(window: ClipWindow) {
  const { markId, track, label, inAtMs, outAtMs } = window
  return { markId, track, label, inAtMs, outAtMs }
}

export async function logClip(
  trx: Executor,
  showId: string,
  type: 'clipRequested' | 'clipReady' | 'clipFailed',
  atMs: number,
  actor: Actor,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvents(trx, { showId, domain: 'clips', atMs, actor, events: [{ type, data }] })
}

export async function notifyClips(database: Executor, showId: string): Promise<void> {
  await sql`select pg_notify(${clipsChannel}, ${showId})`.execute(database)
}
