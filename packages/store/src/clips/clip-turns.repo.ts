import { systemActor, type Actor } from '@stallcast/shared/crew'
import { DomainError, errorText, type ErrorCode, type ErrorParams } from '@stallcast/shared/kernel'
import type { Database } from '../database.ts'
import { described, logClip, notifyClips } from './clip-news.ts'
import { readClip, type StoredClip } from './clips.repo.ts'

/** Where an unfinished clip stands. Does nothing to one that is ready. @param progressPct 0 to 100 */
export async function writeClipProgress(
  database: Database,
  clip: { clipId: string; showId: string },
  status: 'queued' | 'waiting' | 'rendering',
  progressPct: number,
): Promise<void> {
  await database
    .updateTable('clips')
    .set({ status, progress_pct: progressPct, failure: null })
    .where('id', '=', clip.clipId)
    .where('status', '<>', 'ready')
    .execute()
  await notifyClips(database, clip.showId)
}

/** The clip is ready; told once however often it is said (a job may run twice). */
export async function writeClipReady(
  database: Database,
  clip: StoredClip,
  result: { renderHash: string; durationMs: number; bytes: number },
  atMs: number,
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('clips')
      .set({
        status: 'ready',
        progress_pct: 100,
        failure: null,
        render_hash: result.renderHash,
        duration_ms: result.durationMs,
        bytes: result.bytes,
        ready_at_ms: atMs,
      })
      .where('id', '=', clip.clipId)
      .where('status', '<>', 'ready')
      .returning('id')
      .executeTakeFirst()
    if (!row) return
    await logClip(trx, clip.showId, 'clipReady', atMs, systemActor, {
      clipId: clip.clipId,
      ...described(clip),
      durationMs: result.durationMs,
      bytes: result.bytes,
    })
    await notifyClips(trx, clip.showId)
  })
}

export async function writeClipFailed(
  database: Database,
  clip: StoredClip,
  failure: { code: ErrorCode; params: ErrorParams },
  atMs: number,
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('clips')
      .set({ status: 'failed', failure: JSON.stringify(failure) })
      .where('id', '=', clip.clipId)
      .where('status', 'not in', ['ready', 'failed'])
      .returning('id')
      .executeTakeFirst()
    if (!row) return
    await logClip(trx, clip.showId, 'clipFailed', atMs, systemActor, {
      clipId: clip.clipId,
      ...described(clip),
      code: failure.code,
      reason: errorText(failure.code, failure.params),
    })
    await notifyClips(trx, clip.showId)
  })
}

/**
 * A failed clip is queued again; any other is left as it is.
 * @returns whether it has to be rendered
 * @throws DomainError `clip.unknown`
 */
export async function retryClip(
  database: Database,
  showId: string,
  clipId: string,
  actor: Actor,
  atMs: number,
): Promise<boolean> {
  return database.transaction().execute(async (trx) => {
    const clip = await readClip(trx, clipId)
    if (!clip || clip.showId !== showId || clip.withdrawn) throw new DomainError('clip.unknown')
    const row = await trx
      .updateTable('clips')
      .set({ status: 'queued', progress_pct: 0, failure: null })
      .where('id', '=', clipId)
      .where('status', '=', 'failed')
      .returning('id')
      .executeTakeFirst()
    if (!row) return false
    await logClip(trx, showId, 'clipRequested', atMs, actor, { clipId, ...described(clip) })
    await notifyClips(trx, showId)
    return true
  })
}
