import type { CellValue, Cue, ViewColumn } from '@stallcast/shared/rundown'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { setCell } from './column.commands.ts'
import { putInGroup, setFields } from './rundown.commands.ts'
import type { RundownDoc } from './rundown-doc.state.svelte.ts'

/** What a cue has in a column; texts as they stand. */
export function cueValue(
  rundown: RundownDoc,
  cue: Cue,
  column: Pick<ViewColumn, 'key' | 'custom'>,
): CellValue {
  return column.custom ? rundown.cell(cue.id, column.key) : fieldOf(cue, column.key)
}

function fieldOf(cue: Cue, key: string): CellValue {
  const fields: Readonly<Record<string, CellValue>> = cue
  return fields[key] ?? null
}

/** Why a cue cannot be written in a column by this person, or null. */
export function columnReason(
  rundown: RundownDoc,
  column: Pick<ViewColumn, 'key' | 'custom'>,
): string | null {
  return column.custom ? rundown.cellReason(column.key) : rundown.cuesReason
}

/** Writes a value that is no shared text. What belongs together is written together. */
export function setCueValue(
  desk: Pick<Desk, 'rundown' | 'products'>,
  cue: Cue,
  column: Pick<ViewColumn, 'key' | 'custom'>,
  value: CellValue,
): void {
  const { rundown } = desk
  const { key } = column
  if (column.custom) setCell(rundown, cue.id, key, value)
  else if (key === 'groupId') putInGroup(rundown, cue.id, value === null ? null : String(value))
  else if (key === 'productId') setFields(rundown, cue.id, withPrice(desk, cue, value))
  else if (key === 'startTodMs') setFields(rundown, cue.id, withStartMode(cue, value))
  else if (key === 'endTodMs') {
    setFields(rundown, cue.id, { endTodMs: asNumber(value), lockEnd: value !== null })
  } else setFields(rundown, cue.id, { [key]: value })
}

/** A product brings its list price along: a cue sells only with both. */
function withPrice(desk: Pick<Desk, 'products'>, cue: Cue, value: CellValue): Partial<Cue> {
  const product = desk.products.find((each) => each.id === value)
  const productId = product?.id ?? (value === null ? null : String(value))
  if (!product || cue.priceMinor !== null) return { productId }
  return { productId, priceMinor: product.priceMinor }
}

/** A start by time of day needs a mode that minds it, and none is needed without. */
function withStartMode(cue: Cue, value: CellValue): Partial<Cue> {
  const startTodMs = asNumber(value)
  if (startTodMs === null) return { startTodMs, startMode: 'linked' }
  return { startTodMs, startMode: cue.startMode === 'linked' ? 'soft' : cue.startMode }
}

function asNumber(value: CellValue): number | null {
  return typeof value === 'number' ? value : null
}
