import { noLookups, viewColumns, type CellValue } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { cardColumns } from './card-columns.ts'

const columns = viewColumns([], noLookups).filter(({ key }) =>
  ['durationMs', 'plan', 'notes', 'script', 'flag'].includes(key),
)
const values: Record<string, CellValue> = { durationMs: 5, notes: 'lid', script: '', flag: false }
const source = {
  value: (_cueId: string, key: string) => values[key] ?? null,
  writeReason: (key: string) => (key === 'script' || key === 'notes' ? null : 'no'),
}
const keys = (list: readonly { key: string }[]) => list.map(({ key }) => key)

it('VW19 a card shows what holds something, and offers what is empty and can be written', () => {
  const closed = cardColumns(source, columns, 'c', () => false)
  expect([keys(closed.facts), keys(closed.texts), keys(closed.toFill)]).toEqual([
    ['durationMs', 'plan'],
    ['notes'],
    ['script'],
  ])
  const open = cardColumns(source, columns, 'c', (key) => key === 'script')
  expect([keys(open.texts), open.toFill]).toEqual([['notes', 'script'], []])
})
