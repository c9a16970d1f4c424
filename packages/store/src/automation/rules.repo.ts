import { randomUUID } from 'node:crypto'
import { ruleViewSchema, type OscMessage, type RuleView } from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

export type Rule = RuleView & { createdAtMs: number }

/** @throws DomainError `output.unknown` for an output of another show */
export async function createRule(
  database: Executor,
  wanted: { showId: string; eventType: string; outputId: string; message: OscMessage | null },
): Promise<Rule> {
  const row = await database
    .insertInto('automation_rules')
    .values({
      id: randomUUID(),
      show_id: wanted.showId,
      event_type: wanted.eventType,
      output_id: wanted.outputId,
      message: wanted.message && JSON.stringify(wanted.message),
      deleted_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toRule(row)
}

export async function listRules(database: Executor, showId: string): Promise<Rule[]> {
  const rows = await database
    .selectFrom('automation_rules')
    .selectAll()
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map(toRule)
}

/** @throws DomainError `rule.unknown` */
export async function changeRule(
  database: Executor,
  showId: string,
  ruleId: string,
  change: { enabled: boolean } | 'delete',
): Promise<void> {
  const row = await database
    .updateTable('automation_rules')
    .set(change === 'delete' ? { deleted_at: sql`now()` } : change)
    .where('id', '=', ruleId)
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new DomainError('rule.unknown')
}

function toRule(row: {
  id: string
  event_type: string
  output_id: string
  message: object | null
  enabled: boolean
  created_at: Date
}): Rule {
  const view = ruleViewSchema.parse({
    id: row.id,
    eventType: row.event_type,
    outputId: row.output_id,
    message: row.message,
    enabled: row.enabled,
  })
  return { ...view, createdAtMs: row.created_at.getTime() }
}
