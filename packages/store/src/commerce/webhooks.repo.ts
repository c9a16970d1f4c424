import type { Database, Executor } from '../database.ts'

/**
 * Runs the work that a webhook asks for, once per event id: the id is kept in the work's own transaction,
 * so a crash leaves neither and the delivery that follows does it all (CO13).
 * @returns false when the event was dealt with before
 */
export async function handleOnce(
  database: Database,
  event: { id: string; type: string },
  work: (trx: Executor) => Promise<void>,
): Promise<boolean> {
  return database.transaction().execute(async (trx) => {
    const claimed = await trx
      .insertInto('webhook_events')
      .values(event)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!claimed) return false
    await work(trx)
    return true
  })
}
