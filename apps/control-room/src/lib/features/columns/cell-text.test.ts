import type { CellValue, ViewColumnKind } from '@stallcast/shared/rundown'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText, fieldText, parseField, parseTimeOfDay, timeOfDayText } from './cell-text.ts'

const column = (kind: ViewColumnKind) => ({ kind, title: 'X', choices: [] })
const read = (kind: ViewColumnKind, text: string) => parseField(column(kind), text, 'EUR')

describe('what is typed into a cell', () => {
  it.each([
    ['duration', '4:30', 270_000],
    ['signed-duration', '-0:45', -45_000],
    ['signed-duration', '+1:30', 90_000],
    ['signed-duration', '', 0],
    ['time-of-day', '7:30 pm', 70_200_000],
    ['time-of-day', '1930', 70_200_000],
    ['money', '€ 24,50', 2450],
    ['number', '1 200.5', 1200.5],
    ['url', 'shop.example/a', 'https://shop.example/a'],
    ['person', ' Hanna ', 'Hanna'],
    ['number', '', null],
  ] satisfies [ViewColumnKind, string, CellValue][])('UI7 %s reads %s', (kind, text, value) => {
    expect(read(kind, text)).toBe(value)
  })

  it.each([
    ['duration', 'soon'],
    ['time-of-day', '25:00'],
    ['time-of-day', '13pm'],
    ['money', '24.505'],
    ['number', 'twelve'],
    ['url', 'javascript:alert(1)'],
  ] satisfies [ViewColumnKind, string][])('UI7 %s refuses %s, never guesses', (kind, text) => {
    expect(read(kind, text)).toBe(undefined)
  })

  it('UI8 what the field shows is read back as the same value', () => {
    const kinds = ['duration', 'signed-duration', 'time-of-day', 'money', 'number'] as const
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.nat(86_399), (kind, seconds) => {
        const value = kind === 'money' || kind === 'number' ? seconds : seconds * 1_000
        expect(read(kind, fieldText(column(kind), value, 'EUR'))).toBe(value)
      }),
    )
    fc.assert(
      fc.property(fc.nat(86_399), (seconds) => {
        expect(parseTimeOfDay(timeOfDayText(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })

  it('UI8 choices show their names, rich text its words, nothing is nothing', () => {
    const choice = {
      kind: 'choice' as const,
      title: 'X',
      choices: [{ value: 'pip', label: 'Picture' }],
    }
    expect(cellText(choice, 'pip', 'EUR')).toBe('Picture')
    expect(cellText(column('rich-text'), '**lid** first', 'EUR')).toBe('lid first')
    expect(cellText(column('checkbox'), false, 'EUR')).toBe('')
    expect(cellText(column('number'), null, 'EUR')).toBe('')
  })
})
