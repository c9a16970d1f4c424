import { richTextParser } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { decorate } from './decorate.ts'

/** The text as it is seen; `|` is the caret. Bullets are `•`. */
function seen(marked: string): string {
  const caret = marked.indexOf('|')
  const source = marked.replace('|', '')
  const touched = (from: number, to: number) => caret >= 0 && caret >= from && caret <= to
  const range = { from: 0, to: source.length }
  const hidden = decorate(richTextParser.parse(source), source, touched, range).filter(
    (each) => each.as === 'hide' || each.as === 'bullet',
  )
  let text = ''
  for (let at = 0; at < source.length; at++) {
    const sign = hidden.find((each) => at >= each.from && 'to' in each && at < each.to)
    if (!sign) text += source[at]
    else if (sign.as === 'bullet' && sign.from === at) text += '•'
  }
  return text
}

function marks(source: string): string[] {
  const range = { from: 0, to: source.length }
  return decorate(richTextParser.parse(source), source, () => false, range).flatMap((each) =>
    each.as === 'mark' ? [`${each.name}:${source.slice(each.from, each.to)}`] : [],
  )
}

describe('Markdown while it is written', () => {
  it('TX7 signs are hidden', () => {
    expect(seen('Show the **lid** *first*, ~~no~~ ==now== ++yes++')).toBe(
      'Show the lid first, no now yes',
    )
    expect(seen('## Price\n- one\n> two')).toBe('Price\n• one\ntwo')
    expect(seen('[shop](https://a.example) now')).toBe('shop now')
  })

  it('TX7 signs show where the caret is, and only there', () => {
    expect(seen('a **b|** c *d*')).toBe('a **b** c d')
    expect(seen('a **b**| c')).toBe('a **b** c')
    expect(seen('a **b** |c')).toBe('a b c')
    expect(seen('## Pri|ce\n## Two')).toBe('## Price\nTwo')
    expect(seen('see [sh|op](https://a.example)')).toBe('see [shop](https://a.example)')
    expect(seen('-| one\n- two')).toBe('- one\n• two')
  })

  it('TX7 words carry their marks', () => {
    expect(marks('**lid** and ==*now*==')).toEqual([
      'bold:**lid**',
      'highlight:==*now*==',
      'italic:*now*',
    ])
    expect(marks('[shop](https://a.example)')).toEqual(['link:[shop](https://a.example)'])
  })

  it('TX7 what is no mark is left alone', () => {
    expect(seen('[wave] 1 * 2 * 3 == 6')).toBe('[wave] 1 * 2 * 3 == 6')
    expect(marks('[wave]')).toEqual([])
  })
})
