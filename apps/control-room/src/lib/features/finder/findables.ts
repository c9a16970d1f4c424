import { cueTextFields, plainText, type Cue } from '@stallcast/shared/rundown'
import { cellText, type CellColumn } from '#lib/features/columns/index.ts'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { lookupsOf, mediaChoices } from '#lib/features/rundown/cell-context.ts'
import { cueValue } from '#lib/features/rundown/cue-values.ts'
import { tableColumns } from '#lib/features/rundown/table-columns.ts'
import type { Findable } from './find.ts'

/** Fields whose values are times and switches: nobody looks for `0:00`. */
const dull = new Set(['flag', 'skip', 'lockEnd', 'delayMs', 'warnMs', 'dangerMs', 'colour'])

/** Everything that can be found in a run of show, in running order: every field, comments, attachments. */
export function findables(desk: Desk): Findable[] {
  const { rundown } = desk
  const columns = tableColumns(rundown.columns, lookupsOf(desk), mediaChoices(desk)).filter(
    ({ key, computed }) => !computed && !dull.has(key),
  )
  const order = ['number', 'title', 'script', 'notes']
  const sorted = columns.toSorted((a, b) => rank(order, a.key) - rank(order, b.key))
  return rundown.cues.flatMap((cue, index) => [
    ...(cue.number === null
      ? [{ cueId: cue.id, field: 'number', place: 'Number', text: String(index + 1) }]
      : []),
    ...sorted.map((column) => ({
      cueId: cue.id,
      field: column.key,
      place: column.key === 'title' ? 'Title' : column.title,
      text: textOf(desk, cue, column),
    })),
    ...rundown.comments
      .filter((comment) => comment.cueId === cue.id)
      .map(({ text, authorName }) => ({
        cueId: cue.id,
        field: 'comments',
        place: `Comment of ${authorName}`,
        text,
      })),
    ...rundown.attachments
      .filter((file) => file.cueId === cue.id)
      .map(({ name }) => ({ cueId: cue.id, field: 'comments', place: 'Attachment', text: name })),
  ])
}

function rank(order: readonly string[], key: string): number {
  const at = order.indexOf(key)
  return at < 0 ? order.length : at
}

type Column = CellColumn & { key: string; custom: boolean }

function textOf(desk: Desk, cue: Cue, column: Column): string {
  const value = cueValue(desk.rundown, cue, column)
  const markdown = (cueTextFields as readonly string[]).includes(column.key)
  if (markdown && typeof value === 'string') return plainText(value)
  return cellText(column, value, desk.currency)
}
