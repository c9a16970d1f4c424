import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeSplice, textSplice, type TextSplice } from './text-merge.ts'

const apply = (text: string, splice: TextSplice | null) =>
  splice ? text.slice(0, splice.at) + splice.insert + text.slice(splice.at + splice.remove) : text
const merged = (base: string, mine: string, current: string) =>
  apply(current, mergeSplice(base, mine, current))
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '😀', '😁'), maxLength: 10 })

describe('texts that come back whole', () => {
  it('VW9 keeps what two people wrote in one text', () => {
    expect(merged('pour the coffee', 'pour the hot coffee', 'slowly pour the coffee')).toBe(
      'slowly pour the hot coffee',
    )
    expect(merged('one two three', 'one three', 'one two three four')).toBe('one three four')
    expect(merged('lid', 'lid first', 'lid now')).toBe('lid now first')
  })

  it('VW9 never takes back what others wrote inside of what was removed', () => {
    expect(merged('one two three', '', 'one two and a half three')).toBe('and a half ')
    expect(merged('abcdef', 'aXf', 'abcYdef')).toBe('aXYf')
  })

  it('VW9 is the plain edit where nobody else wrote, and nothing where both wrote the same', () => {
    fc.assert(
      fc.property(text, text, (base, mine) => {
        expect(merged(base, mine, base)).toBe(mine)
        expect(merged(base, mine, mine)).toBe(mine)
        expect(merged(base, base, mine)).toBe(mine)
      }),
    )
  })

  it('VW9 loses no insertion and breaks no character, whatever the two did', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, current) => {
        const result = merged(base, mine, current)
        expect(result.isWellFormed()).toBe(true)
        for (const edit of [textSplice(base, mine), textSplice(base, current)]) {
          expect(result).toContain(edit?.insert ?? '')
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
