import type { Baseline } from '@stallcast/shared/rundown'
import type { Executor } from '../database.ts'

/** Keeps the plan of a show; the first one stands, whoever comes later (RD86). */
export async function keepBaseline(
  database: Executor,
  showId: string,
  plan: Baseline,
): Promise<void> {
  await database
    .insertInto('show_baselines')
    .values({ show_id: showId, plan: JSON.stringify(plan) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Null for a show that has not begun. */
export async function readBaseline(database: Executor, showId: string): Promise<Baseline | null> {
  const row = await database
    .selectFrom('show_baselines')
    .select('plan')
    .where('show_id', '=', showId)
    .executeTakeFirst()
  return row?.plan ?? null
}
