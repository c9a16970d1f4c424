import { triggerSchema } from '../automation.schema.ts'
import {
  cellKey,
  cellValueSchema,
  columnSchema,
  groupSchema,
  parseCellTextRoot,
  type CellValue,
} from '../columns.schema.ts'
import { cueSchema } from '../document.schema.ts'
import { settingsSchema, viewPresetSchema } from '../views.schema.ts'
import type { RundownContent } from './rundown-content.ts'

/** The roots that hold what an exchange is about. */
export const contentRoots = [
  'cues',
  'groups',
  'columns',
  'cells',
  'triggers',
  'views',
  'settings',
] as const
export type ContentRoot = (typeof contentRoots)[number]

type Json = Readonly<Record<string, unknown>>

/**
 * The shared document as plain values. What does not parse is left out.
 * @param root a root as JSON
 * @param texts the texts of cells, by the name of their root
 */
export function contentFromRoots(
  root: (name: ContentRoot) => Json,
  texts: Iterable<readonly [string, string]>,
): RundownContent {
  const cells = new Map<string, CellValue>()
  for (const [key, value] of Object.entries(root('cells'))) {
    const cell = cellValueSchema.safeParse(value).data ?? null
    if (cell !== null && cell !== '') cells.set(key, cell)
  }
  for (const [name, text] of texts) {
    const address = parseCellTextRoot(name)
    if (address && text !== '') cells.set(cellKey(address.cueId, address.columnId), text)
  }
  return {
    cues: entries(root('cues'), cueSchema),
    groups: entries(root('groups'), groupSchema),
    columns: entries(root('columns'), columnSchema),
    cells,
    triggers: entries(root('triggers'), triggerSchema),
    presets: entries(root('views'), viewPresetSchema),
    settings: settingsSchema.safeParse(root('settings')).data ?? settingsSchema.parse({}),
  }
}

type EntrySchema<Entry> = { safeParse(value: unknown): { data?: Entry | undefined } }

function entries<Entry>(root: Json, schema: EntrySchema<Entry>): Entry[] {
  return Object.entries(root).flatMap(([id, value]) => {
    const entry = schema.safeParse({ ...(value as object), id }).data
    return entry === undefined ? [] : [entry]
  })
}
