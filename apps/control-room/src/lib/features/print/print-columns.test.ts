import { noLookups, viewColumns } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { chosenColumns, printColumns } from './print-columns.ts'

const all = viewColumns([], noLookups)
const keys = (chosen: string[] | null) => {
  const { across, under } = printColumns(all, chosen)
  return [across.map(({ key }) => key), under.map(({ key }) => key)]
}

it('VW39 a sheet shows what runs a show, texts below their cue', () => {
  const [across, under] = keys(null)
  expect(across).toEqual(expect.arrayContaining(['plan', 'number', 'title', 'durationMs']))
  expect(across).not.toContain('expect')
  expect(under).toEqual(['notes', 'script'])
})

it('VW39 chosen columns are shown and no others; what a seat may not see is not there', () => {
  expect(keys(['script', 'expect', 'plan', 'nothing'])).toEqual([
    expect.arrayContaining(['plan', 'expect']),
    ['script'],
  ])
  expect(chosenColumns(new URL('http://x/print?columns=title,script'))).toEqual(['title', 'script'])
  expect(chosenColumns(new URL('http://x/print'))).toBeNull()
})
