import type { Executor } from '../database.ts'

/** The nearest whole state at or before a sequence number. */
export async function readCheckpoint(
  database: Executor,
  doc: string,
  seq: number,
): Promise<{ seq: number; state: Uint8Array } | null> {
  const row = await database
    .selectFrom('doc_checkpoints')
    .select(['seq', 'state'])
    .where('doc', '=', doc)
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function addCheckpoint(
  database: Executor,
  doc: string,
  checkpoint: { seq: number; state: Uint8Array },
): Promise<void> {
  await database
    .insertInto('doc_checkpoints')
    .values({ doc, seq: checkpoint.seq, state: Buffer.from(checkpoint.state) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
