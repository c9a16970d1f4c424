import { placeOf, type CellValue, type Cue, type ViewColumn } from '@stallcast/shared/rundown'
import { cellText } from '#lib/features/columns/cell-text.ts'

/** What ids and values stand for on this desk. */
export type HistoryWords = {
  cues: readonly Pick<Cue, 'id' | 'title'>[]
  columns: readonly ViewColumn[]
  currency: string
}

const entryNames: Record<string, string> = {
  cues: 'Cue',
  marks: 'Mark',
  groups: 'Group',
  columns: 'Column',
  triggers: 'Trigger',
  views: 'View',
  attachments: 'Attachment',
  settings: 'Settings',
  lines: 'Line',
  notes: 'Notes',
}

const fieldNames: Record<string, string> = {
  order: 'place',
  deletedAt: '',
  outAtMs: 'mark out',
  inAtMs: 'mark in',
  label: 'name',
  targetMs: 'target length',
  wordsPerMinute: 'reading speed',
  fixedEndMs: 'fixed end',
}

/** `Cue 3, title`; a cue that has been deleted since goes by what its title was. */
export function placeText(path: string, words: HistoryWords, lostTitle?: string): string {
  const { root, entryId, field } = placeOf(path)
  const isCue = root === 'cues' || root === 'cells'
  const at = isCue ? words.cues.findIndex((cue) => cue.id === entryId) : -1
  const thing = isCue
    ? at >= 0
      ? `Cue ${at + 1}`
      : lostTitle
        ? `“${lostTitle}”`
        : 'A deleted cue'
    : (entryNames[root] ?? root)
  return [thing, fieldText(root, root === 'settings' ? entryId : field, words)]
    .filter(Boolean)
    .join(', ')
}

function fieldText(root: string, field: string | null, words: HistoryWords): string {
  if (field === null) return ''
  const column = columnOf(root, field, words)
  return (column?.title ?? fieldNames[field] ?? field).toLocaleLowerCase('en')
}

function columnOf(root: string, field: string | null, words: HistoryWords): ViewColumn | undefined {
  if (root !== 'cues' && root !== 'cells') return undefined
  return words.columns.find((column) => column.key === field)
}

/** A value as the table would show it. */
export function valueText(path: string, value: unknown, words: HistoryWords): string {
  const { root, entryId, field } = placeOf(path)
  const last = root === 'settings' ? entryId : field
  if (last === 'deletedAt') return value === null ? 'there' : 'deleted'
  if (last === 'order') return 'moved'
  const column = columnOf(root, last, words)
  if (value === null || value === undefined || value === '') return 'empty'
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value)
  if (column && isPlain) {
    const shown = cellText(column, value as CellValue, words.currency)
    if (shown !== '') return shown
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return isPlain ? String(value) : JSON.stringify(value)
}

/** Deleting, bringing back and moving are told as what they are, not as values. */
export function deedText(path: string, now: unknown): string | null {
  const { field } = placeOf(path)
  if (field === 'deletedAt') return now === null ? 'brought back' : 'deleted'
  return field === 'order' ? 'moved' : null
}
