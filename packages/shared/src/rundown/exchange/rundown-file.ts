import { z } from 'zod'
import { triggerSchema } from '../automation.schema.ts'
import {
  cellKey,
  cellValueSchema,
  columnSchema,
  groupSchema,
  isTextColumn,
  type CellValue,
} from '../columns.schema.ts'
import { cellValueFits } from '../cell-value.ts'
import { cueSchema, type Cue } from '../document.schema.ts'
import { settingsFields, settingsSchema, viewPresetSchema } from '../views.schema.ts'
import type { IncomingColumn, IncomingCue, IncomingGroup, Problem, Understood } from './incoming.ts'
import { rowsOf, standingInOrder, type RundownContent } from './rundown-content.ts'
import { findNamed, type Surroundings } from './surroundings.ts'

/** Goes up when a file of an older version can no longer be read as it is. */
export const rundownFileVersion = 1

export const fileShowSchema = z.object({
  title: z.string().max(200),
  subtitle: z.string().max(200),
  currency: z.string().length(3),
  timeZone: z.string().max(64),
  plannedStartMs: z.number().int(),
})

/** The whole run of show as one file: `.stallcast.json`, and what a template keeps. */
export const rundownFileSchema = z.object({
  format: z.literal('stallcast-rundown'),
  version: z.literal(rundownFileVersion),
  show: fileShowSchema,
  groups: z.array(groupSchema).max(500),
  columns: z.array(columnSchema).max(100),
  cues: z.array(cueSchema).max(5_000),
  /** By `{cueId}:{columnId}`; a text has up to 20,000 letters. */
  cells: z.record(z.string(), z.union([z.string().max(20_000), cellValueSchema])),
  triggers: z.array(triggerSchema).max(2_000),
  presets: z.array(viewPresetSchema).max(200),
  settings: z.object(settingsFields).partial(),
  /** What cues sell, so that another show finds its own product by SKU. */
  products: z.array(z.object({ id: z.string(), sku: z.string(), title: z.string() })).max(5_000),
})
export type RundownFile = z.infer<typeof rundownFileSchema>

/** What is deleted is not in the file. */
export function writeRundownFile(
  content: RundownContent,
  show: RundownFile['show'],
  products: Surroundings['products'],
): RundownFile {
  const cues = rowsOf(content).flatMap((row) => (row.kind === 'cue' ? [row.cue] : []))
  const columns = standingInOrder(content.columns)
  const cells = cues.flatMap((cue) =>
    columns.flatMap(({ id }): [string, CellValue][] => {
      const value = content.cells.get(cellKey(cue.id, id))
      return value === undefined || value === null || value === ''
        ? []
        : [[cellKey(cue.id, id), value]]
    }),
  )
  const sold = new Set(cues.map((cue) => cue.productId))
  const ids = new Set(cues.map((cue) => cue.id))
  return {
    format: 'stallcast-rundown',
    version: rundownFileVersion,
    show,
    groups: standingInOrder(content.groups),
    columns,
    cues,
    cells: Object.fromEntries(cells),
    triggers: content.triggers.filter(
      ({ cueId, deletedAt }) => deletedAt === null && ids.has(cueId),
    ),
    presets: content.presets.filter(({ deletedAt }) => deletedAt === null),
    settings: content.settings,
    products: products
      .filter(({ id }) => sold.has(id))
      .map(({ id, code, label }) => ({ id, sku: code ?? '', title: label })),
  }
}

/** Reads one of our files against the show that it goes into. Never throws. */
export function readRundownFile(value: unknown, show: Surroundings): Understood {
  const parsed = rundownFileSchema.safeParse(value)
  if (!parsed.success) return notUnderstood(value, parsed.error)
  const file = parsed.data
  const problems: Problem[] = []
  const columns = file.columns.map((column): IncomingColumn => {
    const there = standingInOrder(show.columns).find(
      ({ id, name, type }) => type === column.type && (id === column.id || name === column.name),
    )
    return { ...column, ref: column.id, columnId: there?.id ?? null }
  })
  const products = new Map(file.products.map((product) => [product.id, product]))
  const productOf = (cue: Cue, rowNumber: number): string | null => {
    if (cue.productId === null) return null
    const product = products.get(cue.productId)
    const found =
      show.products.find(({ id }) => id === cue.productId) ??
      (product ? findNamed(show.products, product.sku) : undefined)
    if (found) return found.id
    const text = `this show does not sell “${product?.title ?? cue.productId}”: left empty`
    problems.push({ severity: 'note', rowNumber, column: 'Product', text })
    return null
  }
  const rows = rowsOf(contentOf(file)).map((row, index): IncomingCue | IncomingGroup => {
    const rowNumber = index + 1
    if (row.kind === 'group') {
      const { id, title, colour, targetMs } = row.group
      return { kind: 'group', rowNumber, ref: `#${id}`, id, fields: { title, colour, targetMs } }
    }
    const { id, order: _, groupId: __, deletedAt: ___, createdAt: ____, ...fields } = row.cue
    const cells = columns.map(({ ref, type }): [string, CellValue] => {
      const cell = file.cells[cellKey(id, ref)] ?? null
      const fits = isTextColumn(type) ? typeof cell === 'string' : cellValueFits(type, cell)
      return [ref, fits ? cell : null]
    })
    return {
      kind: 'cue',
      rowNumber,
      id,
      group: row.group ? `#${row.group.id}` : null,
      fields: { ...fields, productId: productOf(row.cue, rowNumber) },
      cells: new Map(cells),
    }
  })
  const { triggers, presets, settings } = file
  return { incoming: { rows, columns, triggers, presets, settings }, problems }
}

/** A file as content, to make a new show from. */
export function contentOf(file: RundownFile): RundownContent {
  return {
    ...file,
    cells: new Map(Object.entries(file.cells)),
    settings: settingsSchema.parse(file.settings),
  }
}

const firstIssues = 20

function notUnderstood(value: unknown, error: z.ZodError): Understood {
  const version = z.object({ version: z.number() }).safeParse(value).data?.version
  const newer = version !== undefined && version > rundownFileVersion
  const problems = newer
    ? [
        problem(
          `the file is of version ${version}; this Stallcast reads up to ${rundownFileVersion}`,
        ),
      ]
    : error.issues
        .slice(0, firstIssues)
        .map((issue) => problem(`${issue.path.join('.')}: ${issue.message}`))
  return { incoming: nothingIncoming, problems }
}

function problem(text: string): Problem {
  return { severity: 'error', rowNumber: null, column: null, text }
}

export const nothingIncoming = {
  rows: [],
  columns: [],
  triggers: null,
  presets: null,
  settings: null,
} as const
