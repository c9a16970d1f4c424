import { sql } from 'kysely'
import type { Executor } from '../database.ts'

/** What a firing needs to be carried out, also by a relay that has just come up. */
export type StoredFiring = { key: string; firing: Record<string, unknown> }

/** Who gets `true` may fire, and nobody else ever again (AU30). */
export async function claimFiring(
  database: Executor,
  showId: string,
  { key, firing }: StoredFiring,
): Promise<boolean> {
  const row = await database
    .insertInto('trigger_firings')
    .values({
      show_id: showId,
      firing_key: key,
      firing: JSON.stringify(firing),
      finished_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('firing_key')
    .executeTakeFirst()
  return row !== undefined
}

/** Notes within the caller's transaction that it is done. @returns false: somebody else has done it */
export async function finishFiring(trx: Executor, showId: string, key: string): Promise<boolean> {
  const row = await trx
    .updateTable('trigger_firings')
    .set({ finished_at: sql`now()` })
    .where('show_id', '=', showId)
    .where('firing_key', '=', key)
    .where('finished_at', 'is', null)
    .returning('firing_key')
    .executeTakeFirst()
  return row !== undefined
}

/** Claimed by a relay that did not live to see them done. */
export async function unfinishedFirings(
  database: Executor,
  showId: string,
): Promise<StoredFiring[]> {
  const rows = await database
    .selectFrom('trigger_firings')
    .selectAll()
    .where('show_id', '=', showId)
    .where('finished_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    key: row.firing_key,
    firing: row.firing as Record<string, unknown>,
  }))
}
