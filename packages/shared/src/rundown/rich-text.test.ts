import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSafeLink, plainText, readRichText, type RichBlock } from './rich-text.ts'

/** `b:lid first` for bold words, blocks divided by ` | `. */
function told(blocks: readonly RichBlock[]): string {
  return blocks
    .map((block) =>
      block.spans.map(({ text, marks, href }) => [...marks, href ?? '', text].join(':')).join('/'),
    )
    .join(' | ')
}

describe('rich text is Markdown', () => {
  it('RD76 words carry their marks, the signs are gone', () => {
    expect(told(readRichText('Show the **lid first**, *then* pour'))).toBe(
      ':Show the /bold::lid first/:, /italic::then/: pour',
    )
    expect(told(readRichText('~~a~~ ==b== ++c++ `d`'))).toBe(
      'strike::a/: /highlight::b/: /underline::c/: /code::d',
    )
    expect(told(readRichText('***both***'))).toBe('italic:bold::both')
  })

  it('RD76 headings, lists and quotes are blocks; a single line break stays one', () => {
    expect(readRichText('## Two\nfirst\nsecond')).toMatchObject([
      { kind: 'heading', level: 2, spans: [{ text: 'Two' }] },
      { kind: 'paragraph', spans: [{ text: 'first\nsecond' }] },
    ])
    expect(readRichText('- a\n  1. b\n  2. c\n\n> d')).toMatchObject([
      { kind: 'item', number: null, depth: 0, spans: [{ text: 'a' }] },
      { kind: 'item', number: 1, depth: 1 },
      { kind: 'item', number: 2, depth: 1 },
      { kind: 'quote', spans: [{ text: 'd' }] },
    ])
  })

  it('RD77 what a person types in passing stays as it is', () => {
    for (const text of [
      '[wave] and smile',
      '<b>no</b> html',
      '1 == 2, 3 + 4 ++ 5',
      'a_b_c',
      '&amp;',
    ])
      expect(told(readRichText(text))).toBe(`:${text}`)
    expect(readRichText('Line\n---')[0]?.kind).toBe('paragraph')
    expect(readRichText('    indented')).toMatchObject([{ kind: 'paragraph' }])
  })

  it('RD78 only addresses that a page may open become links', () => {
    expect(told(readRichText('[shop](https://a.example "t") now'))).toBe(
      'https://a.example:shop/: now',
    )
    expect(told(readRichText('[shop](javascript:alert(1))'))).toBe(':shop')
    expect(told(readRichText('see www.a.example'))).toBe(
      ':see /https://www.a.example:www.a.example',
    )
    expect(isSafeLink('data:text/html,x')).toBe(false)
  })

  it('RD76 the plain text is the words', () => {
    expect(plainText('# A\n\n- **b** c\n- [d](https://e.example)')).toBe('A\nb c\nd')
  })

  it('RD76 reads whatever is typed, and plain words come back as they were', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'*_~=+#->[]()`\\ \n1.ab'), maxLength: 60 }),
        (text) => {
          expect(() => plainText(text)).not.toThrow()
        },
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), (words) => {
        expect(plainText(words.join(' '))).toBe(words.join(' '))
      }),
    )
  })
})
