import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { find, type Findable } from './find.ts'

const at = (text: string, cueId = 'c'): Findable => ({
  cueId,
  field: 'title',
  place: 'Title',
  text,
})
const told = (query: string, ...texts: string[]) =>
  find(
    query,
    texts.map((text) => at(text)),
  ).map(({ before, match, after }) => `${before}[${match}]${after}`)

describe('the finder', () => {
  it('UI11 finds words whatever their case and accents', () => {
    expect(told('cafe', 'Große Café-Runde')).toEqual(['Große [Café]-Runde'])
    expect(told('STRASSE', 'Straße')).toEqual([])
    expect(told('ÜBER', 'Übergabe')).toEqual(['[Über]gabe'])
  })

  it('UI11 words together, or all of them anywhere in the field', () => {
    expect(told('lid first', 'Show the lid first', 'First the lid', 'No lid')).toEqual([
      'Show the [lid first]',
      'First the [lid]',
    ])
  })

  it('UI11 shows what stands around, in one line', () => {
    const [hit] = find('needle', [at(`${'a '.repeat(60)}\nneedle\n${'b '.repeat(60)}`)])
    expect(hit?.before.startsWith('…')).toBe(true)
    expect(hit?.after.endsWith('…')).toBe(true)
    expect(`${hit?.before}${hit?.after}`).not.toContain('\n')
  })

  it('UI11 nothing asked finds nothing; there is an end to it', () => {
    expect(find('  ', [at('x')])).toEqual([])
    expect(
      find(
        'x',
        Array.from({ length: 500 }, () => at('x')),
      ),
    ).toHaveLength(80)
  })

  it('UI11 any part of any text finds it, and is what is marked', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(),
        (text, from, length) => {
          const start = from % text.length
          const part = text.slice(start, start + 1 + (length % 8)).trim()
          if (part === '' || /\s\s/.test(part) || !part.isWellFormed()) return
          if (part.normalize('NFD').replaceAll(/\p{M}/gu, '').trim() === '') return
          expect(find(part, [at(text)])).toHaveLength(1)
        },
      ),
    )
  })
})
