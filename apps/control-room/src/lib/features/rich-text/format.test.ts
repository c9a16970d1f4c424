import { readRichText } from '@stallcast/shared/rundown'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  makeLink,
  toggleInline,
  toggleLines,
  signs,
  type Formatted,
  type InlineFormat,
} from './format.ts'

function apply(text: string, { changes, anchor, head }: Formatted): string {
  let result = text
  for (const { from, to, insert } of [...changes].reverse()) {
    result = result.slice(0, from) + insert + result.slice(to)
  }
  const [start, end] = [Math.min(anchor, head), Math.max(anchor, head)]
  return `${result.slice(0, start)}[${result.slice(start, end)}]${result.slice(end)}`
}

/** `[` and `]` stand around the selection, before and after. */
function run(marked: string, act: (text: string, from: number, to: number) => Formatted): string {
  const from = marked.indexOf('[')
  const to = marked.indexOf(']') - 1
  const text = marked.replace('[', '').replace(']', '')
  return apply(text, act(text, from, to))
}

const inline = (format: InlineFormat) => (text: string, from: number, to: number) =>
  toggleInline(text, from, to, format)

describe('the toolbar of a rich text', () => {
  it('TX8 marks a selection, and takes the mark away again', () => {
    expect(run('the [lid] first', inline('bold'))).toBe('the **[lid]** first')
    expect(run('the **[lid]** first', inline('bold'))).toBe('the [lid] first')
    expect(run('the [**lid**] first', inline('bold'))).toBe('the [lid] first')
  })

  it('TX8 without a selection it is the word at the caret', () => {
    expect(run('the li[]d first', inline('highlight'))).toBe('the ==li[]d== first')
    expect(run('the ==li[]d== first', inline('highlight'))).toBe('the li[]d first')
  })

  it('TX8 bold is not mistaken for italic', () => {
    expect(run('**[lid]**', inline('italic'))).toBe('***[lid]***')
    expect(run('***[lid]***', inline('italic'))).toBe('**[lid]**')
  })

  it('TX8 blanks at the ends stay outside', () => {
    expect(run('a[ lid ]b', inline('bold'))).toBe('a **[lid]** b')
  })

  it('TX8 lines become a list, a heading, and plain again', () => {
    const bullets = (text: string, from: number, to: number) =>
      toggleLines(text, from, to, 'bullets')
    expect(run('[one\ntwo]', bullets)).toBe('- [one\n- two]')
    expect(run('- [one\n- two]', bullets)).toBe('[one\ntwo]')
    expect(run('# a[]', (text, from, to) => toggleLines(text, from, to, 'numbers'))).toBe('1. a[]')
  })

  it('TX8 a link selects its address', () => {
    expect(run('the [shop] now', makeLink)).toBe('the [shop]([https://]) now')
  })

  it('TX8 what was marked reads as marked, and twice is nothing', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 5 })
    const formats = Object.keys(signs) as InlineFormat[]
    fc.assert(
      fc.property(words, fc.nat(4), fc.constantFrom(...formats), (all, pick, format) => {
        const word = all[pick % all.length] ?? ''
        const text = all.join(' ')
        const from = all.slice(0, pick % all.length).reduce((sum, each) => sum + each.length + 1, 0)
        const { changes, anchor, head } = toggleInline(text, from, from + word.length, format)
        let marked = text
        for (const { from: at, to, insert } of [...changes].reverse()) {
          marked = marked.slice(0, at) + insert + marked.slice(to)
        }
        const spans = readRichText(marked).flatMap((block) => block.spans)
        expect(spans.find((span) => span.marks.includes(format))?.text).toBe(word)
        expect(
          apply(marked, toggleInline(marked, anchor, head, format)).replace(/[[\]]/g, ''),
        ).toBe(text)
      }),
    )
  })
})
