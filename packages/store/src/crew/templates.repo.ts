import { randomUUID } from 'node:crypto'
import { DomainError } from '@stallcast/shared/kernel'
import type { Executor } from '../database.ts'

/** What a list of templates tells. */
export type TemplateCard = {
  id: string
  name: string
  madeBy: string
  fromTitle: string
  currency: string
  cueCount: number
  lengthMs: number
  createdAtMs: number
}

/** The parts are JSON as they were kept; whoever reads them parses them. */
export type ShowTemplate = TemplateCard & {
  rundown: unknown
  products: unknown
  agreement: unknown
  sources: unknown
}

export async function saveTemplate(
  database: Executor,
  template: Omit<ShowTemplate, 'id' | 'createdAtMs'>,
): Promise<TemplateCard> {
  const row = await database
    .insertInto('show_templates')
    .values({
      id: randomUUID(),
      name: template.name,
      made_by: template.madeBy,
      from_title: template.fromTitle,
      currency: template.currency,
      cue_count: template.cueCount,
      length_ms: template.lengthMs,
      rundown: JSON.stringify(template.rundown),
      products: JSON.stringify(template.products),
      agreement: template.agreement === null ? null : JSON.stringify(template.agreement),
      sources: JSON.stringify(template.sources),
    })
    .returning(cardColumns)
    .executeTakeFirstOrThrow()
  return toCard(row)
}

/** By name. */
export async function listTemplates(database: Executor): Promise<TemplateCard[]> {
  const rows = await database
    .selectFrom('show_templates')
    .select(cardColumns)
    .orderBy('name')
    .orderBy('created_at')
    .execute()
  return rows.map(toCard)
}

/** @throws DomainError `template.unknown` */
export async function readTemplate(database: Executor, id: string): Promise<ShowTemplate> {
  const row = await database
    .selectFrom('show_templates')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new DomainError('template.unknown')
  const { rundown, products, agreement, sources } = row
  return { ...toCard(row), rundown, products, agreement, sources }
}

/** @throws DomainError `template.unknown` */
export async function deleteTemplate(database: Executor, id: string): Promise<void> {
  const gone = await database
    .deleteFrom('show_templates')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!gone) throw new DomainError('template.unknown')
}

const cardColumns = [
  'id',
  'name',
  'made_by',
  'from_title',
  'currency',
  'cue_count',
  'length_ms',
  'created_at',
] as const

function toCard(row: {
  id: string
  name: string
  made_by: string
  from_title: string
  currency: string
  cue_count: number
  length_ms: number
  created_at: Date
}): TemplateCard {
  return {
    id: row.id,
    name: row.name,
    madeBy: row.made_by,
    fromTitle: row.from_title,
    currency: row.currency,
    cueCount: row.cue_count,
    lengthMs: row.length_ms,
    createdAtMs: row.created_at.getTime(),
  }
}
