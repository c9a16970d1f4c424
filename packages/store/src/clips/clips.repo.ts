import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '@stallcast/shared/crew'
import type { ClipStatus, ClipView, ClipWindow, WantedClip } from '@stallcast/shared/clips'
import { errorText } from '@stallcast/shared/kernel'
import type { Database, Executor } from '../database.ts'
import { described, logClip, notifyClips } from './clip-news.ts'

export type StoredClip = ClipWindow & {
  clipId: string
  status: ClipStatus
  createdBy: string
  renderHash: string | null
  withdrawn: boolean
}

/** The same show, mark, track and window is the same clip (CL2). Fit for a BullMQ job id. */
export function clipIdOf(window: Omit<ClipWindow, 'label'>): string {
  const { showId, markId, track, inAtMs, outAtMs } = window
  const key = JSON.stringify([showId, markId, track, inAtMs, outAtMs])
  return `clip-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`
}

/**
 * Brings a show's clips in line with what its marks ask for (CL2 to CL5): new windows become clips, windows
 * that are asked for no more are withdrawn, those that are asked for again come back, labels are taken over.
 * @returns the clips that have yet to be rendered because of this
 */
export async function reconcileClips(
  database: Database,
  showId: string,
  wanted: readonly WantedClip[],
  atMs: number,
): Promise<{ clipId: string; outAtMs: number }[]> {
  return database.transaction().execute(async (trx) => {
    // Two relays that read the same document must not both write it down.
    await sql`select pg_advisory_xact_lock(hashtext(${`clips:${showId}`}))`.execute(trx)
    const rows = await trx
      .selectFrom('clips')
      .select(['id', 'label', 'status', 'withdrawn_at_ms', 'out_at_ms'])
      .where('show_id', '=', showId)
      .execute()
    const known = new Map(rows.map((row) => [row.id, row]))
    const asked = new Map(wanted.map((window) => [clipIdOf(window), window]))
    const gone = rows.filter((row) => row.withdrawn_at_ms === null && !asked.has(row.id))
    const fresh = [...asked].filter(([id]) => !known.has(id))
    const back = rows.filter((row) => row.withdrawn_at_ms !== null && asked.has(row.id))
    const renamed = rows.filter((row) => (asked.get(row.id)?.label ?? row.label) !== row.label)
    if (gone.length + fresh.length + back.length + renamed.length === 0) return []

    for (const row of gone) await withdraw(trx, row.id, atMs)
    for (const row of back) await withdraw(trx, row.id, null)
    for (const row of renamed) {
      const label = asked.get(row.id)?.label ?? row.label
      await trx.updateTable('clips').set({ label }).where('id', '=', row.id).execute()
    }
    for (const [id, window] of fresh) await insert(trx, id, window, atMs)
    await notifyClips(trx, showId)
    const unfinished = back.filter((row) => row.status !== 'ready' && row.status !== 'failed')
    return [
      ...fresh.map(([clipId, { outAtMs }]) => ({ clipId, outAtMs })),
      ...unfinished.map((row) => ({ clipId: row.id, outAtMs: row.out_at_ms })),
    ]
  })
}

async function insert(trx: Executor, id: string, window: WantedClip, atMs: number): Promise<void> {
  await trx
    .insertInto('clips')
    .values({
      id,
      show_id: window.showId,
      mark_id: window.markId,
      track: window.track,
      in_at_ms: window.inAtMs,
      out_at_ms: window.outAtMs,
      label: window.label,
      created_by: window.createdBy,
      created_at_ms: atMs,
    })
    .execute()
  const actor: Actor = { sessionId: null, role: null, name: window.createdBy }
  await logClip(trx, window.showId, 'clipRequested', atMs, actor, {
    clipId: id,
    ...described(window),
  })
}

async function withdraw(trx: Executor, id: string, atMs: number | null): Promise<void> {
  await trx.updateTable('clips').set({ withdrawn_at_ms: atMs }).where('id', '=', id).execute()
}

/** @returns null when there is no such clip */
export async function readClip(database: Executor, clipId: string): Promise<StoredClip | null> {
  const row = await database
    .selectFrom('clips')
    .selectAll()
    .where('id', '=', clipId)
    .executeTakeFirst()
  if (!row) return null
  return {
    clipId: row.id,
    showId: row.show_id,
    markId: row.mark_id,
    track: row.track,
    inAtMs: row.in_at_ms,
    outAtMs: row.out_at_ms,
    label: row.label,
    createdBy: row.created_by,
    status: row.status,
    renderHash: row.render_hash,
    withdrawn: row.withdrawn_at_ms !== null,
  }
}

/** What screens show of a show's clips: the newest 200, withdrawn ones left out. */
export async function listClips(database: Executor, showId: string): Promise<ClipView[]> {
  const rows = await database
    .selectFrom('clips')
    .selectAll()
    .where('show_id', '=', showId)
    .where('withdrawn_at_ms', 'is', null)
    .orderBy('created_at_ms', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row): ClipView => {
    const folder = `/media/shows/${row.show_id}/clips/${row.id}`
    const ready = row.status === 'ready'
    return {
      clipId: row.id,
      markId: row.mark_id,
      track: row.track,
      label: row.label,
      inAtMs: row.in_at_ms,
      outAtMs: row.out_at_ms,
      status: row.status,
      progressPct: row.progress_pct,
      failure: row.failure ? errorText(row.failure.code, row.failure.params) : null,
      videoUrl: ready ? `${folder}/clip.mp4` : null,
      posterUrl: ready ? `${folder}/poster.jpg` : null,
      durationMs: row.duration_ms,
      bytes: row.bytes,
      createdBy: row.created_by,
      createdAtMs: row.created_at_ms,
      readyAtMs: row.ready_at_ms,
    }
  })
}

/** Clips that somebody must still render; of one show, or of all. */
export async function unfinishedClips(
  database: Executor,
  showId?: string,
): Promise<{ clipId: string; outAtMs: number }[]> {
  let query = database
    .selectFrom('clips')
    .select(['id', 'out_at_ms'])
    .where('status', 'in', ['queued', 'waiting', 'rendering'])
    .where('withdrawn_at_ms', 'is', null)
  if (showId !== undefined) query = query.where('show_id', '=', showId)
  const rows = await query.orderBy('created_at_ms').execute()
  return rows.map((row) => ({ clipId: row.id, outAtMs: row.out_at_ms }))
}
