import { randomUUID } from 'node:crypto'
import { outputTargetSchema, type OutputTarget } from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

export type Output = {
  id: string
  showId: string
  name: string
  target: OutputTarget
  enabled: boolean
  secretRound: number
}

export async function createOutput(
  database: Executor,
  wanted: { showId: string; name: string; target: OutputTarget },
): Promise<Output> {
  const row = await database
    .insertInto('automation_outputs')
    .values({
      id: randomUUID(),
      show_id: wanted.showId,
      kind: wanted.target.kind,
      name: wanted.name,
      target: JSON.stringify(wanted.target),
      deleted_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toOutput(row)
}

export async function listOutputs(database: Executor, showId: string): Promise<Output[]> {
  const rows = await database
    .selectFrom('automation_outputs')
    .selectAll()
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map(toOutput)
}

/** @throws DomainError `output.unknown` */
export async function readOutput(
  database: Executor,
  showId: string,
  outputId: string,
): Promise<Output> {
  const row = await database
    .selectFrom('automation_outputs')
    .selectAll()
    .where('id', '=', outputId)
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new DomainError('output.unknown')
  return toOutput(row)
}

/** The kind stays: rules and triggers are written for it. @throws DomainError `output.unknown` */
export async function changeOutput(
  database: Executor,
  showId: string,
  outputId: string,
  change: {
    name?: string | undefined
    target?: OutputTarget | undefined
    enabled?: boolean | undefined
    newSecret?: boolean
  },
): Promise<Output> {
  const row = await database
    .updateTable('automation_outputs')
    .set({
      ...(change.name !== undefined && { name: change.name }),
      ...(change.target && { target: JSON.stringify(change.target) }),
      ...(change.enabled !== undefined && { enabled: change.enabled }),
      ...(change.newSecret && { secret_round: sql`secret_round + 1` }),
    })
    .where('id', '=', outputId)
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .$if(change.target !== undefined, (query) =>
      query.where('kind', '=', change.target?.kind ?? 'webhook'),
    )
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new DomainError('output.unknown')
  return toOutput(row)
}

/** Its rules go with it; what is still to be sent there expires. @throws DomainError `output.unknown` */
export async function deleteOutput(
  database: Executor,
  showId: string,
  outputId: string,
): Promise<void> {
  const row = await database
    .updateTable('automation_outputs')
    .set({ deleted_at: sql`now()` })
    .where('id', '=', outputId)
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new DomainError('output.unknown')
  await database
    .updateTable('automation_rules')
    .set({ deleted_at: sql`now()` })
    .where('output_id', '=', outputId)
    .where('deleted_at', 'is', null)
    .execute()
  await database
    .updateTable('automation_deliveries')
    .set({ state: 'expired', finished_at: sql`now()`, last_error: 'the output was deleted' })
    .where('output_id', '=', outputId)
    .where('state', '=', 'waiting')
    .execute()
}

function toOutput(row: {
  id: string
  show_id: string
  name: string
  target: object
  enabled: boolean
  secret_round: number
}): Output {
  return {
    id: row.id,
    showId: row.show_id,
    name: row.name,
    target: outputTargetSchema.parse(row.target),
    enabled: row.enabled,
    secretRound: row.secret_round,
  }
}
