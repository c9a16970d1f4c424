import type { SyntaxNode } from '@lezer/common'
import {
  Autolink,
  parser,
  Strikethrough,
  type InlineContext,
  type MarkdownConfig,
  type MarkdownParser,
} from '@lezer/markdown'

/** How a piece of text is set. */
export type RichMark = 'bold' | 'italic' | 'underline' | 'strike' | 'highlight' | 'code'

export type RichSpan = { text: string; marks: readonly RichMark[]; href: string | null }

/** One block of rich text. A line break inside is a `\n` in the text of a span. */
export type RichBlock =
  | { kind: 'paragraph' | 'quote' | 'rule'; spans: readonly RichSpan[] }
  | { kind: 'heading'; level: 1 | 2 | 3; spans: readonly RichSpan[] }
  | { kind: 'item'; number: number | null; depth: number; spans: readonly RichSpan[] }

function paired(name: string, char: string): MarkdownConfig {
  const code = char.charCodeAt(0)
  const delimiter = { resolve: name, mark: `${name}Mark` }
  const space = (text: string): boolean => /^\s?$/.test(text)
  return {
    defineNodes: [name, `${name}Mark`],
    parseInline: [
      {
        name,
        parse(cx: InlineContext, next: number, at: number): number {
          if (next !== code || cx.char(at + 1) !== code || cx.char(at + 2) === code) return -1
          const opens = !space(cx.slice(at + 2, at + 3))
          const closes = !space(cx.slice(at - 1, at))
          return cx.addDelimiter(delimiter, at, at + 2, opens, closes)
        },
        after: 'Emphasis',
      },
    ],
  }
}

/**
 * The Markdown of scripts, notes and rich cells: emphasis, `~~strike~~`, `==highlight==`, `++underline++`, links,
 * three headings, lists, quotes. No HTML, and nothing that an ordinary line turns into by accident.
 */
export const richTextParser: MarkdownParser = parser.configure([
  Strikethrough,
  Autolink,
  paired('Highlight', '='),
  paired('Underline', '+'),
  {
    remove: [
      'HTMLBlock',
      'HTMLTag',
      'SetextHeading',
      'IndentedCode',
      'FencedCode',
      'LinkReference',
      'Image',
      'Entity',
    ],
  },
])

const markOfNode: Readonly<Record<string, RichMark>> = {
  StrongEmphasis: 'bold',
  Emphasis: 'italic',
  Underline: 'underline',
  Strikethrough: 'strike',
  Highlight: 'highlight',
  InlineCode: 'code',
}

/** Addresses that a page may link to. */
export function isSafeLink(href: string): boolean {
  return /^(https?:\/\/|mailto:)\S+$/i.test(href)
}

/** Rich text as blocks, for whoever shows or prints it. */
export function readRichText(markdown: string): RichBlock[] {
  const blocks: RichBlock[] = []
  const top = richTextParser.parse(markdown).topNode
  for (let node = top.firstChild; node; node = node.nextSibling) {
    readBlock(markdown, node, blocks, { depth: 0, number: null, kind: 'paragraph' })
  }
  return blocks
}

/** The words without their marks, a line for each line: for search, counts and plain exports. */
export function plainText(markdown: string): string {
  return readRichText(markdown)
    .map((block) => block.spans.map((span) => span.text).join(''))
    .join('\n')
}

type Around = { depth: number; number: number | null; kind: 'paragraph' | 'quote' | 'item' }

function readBlock(source: string, node: SyntaxNode, blocks: RichBlock[], around: Around): void {
  const heading = /^ATXHeading(\d)$/.exec(node.name)
  if (heading) {
    const level = Math.min(3, Number(heading[1])) as 1 | 2 | 3
    blocks.push({ kind: 'heading', level, spans: readSpans(source, node) })
  } else if (node.name === 'HorizontalRule') {
    blocks.push({ kind: 'rule', spans: [] })
  } else if (node.name === 'Paragraph') {
    const spans = readSpans(source, node)
    const { depth, number, kind } = around
    blocks.push(kind === 'item' ? { kind, number, depth, spans } : { kind, spans })
  } else if (node.name === 'Blockquote') {
    eachChild(node, (child) => readBlock(source, child, blocks, { ...around, kind: 'quote' }))
  } else if (node.name === 'BulletList' || node.name === 'OrderedList') {
    readList(source, node, blocks, around.depth)
  }
}

function readList(source: string, list: SyntaxNode, blocks: RichBlock[], depth: number): void {
  let count = 0
  eachChild(list, (item) => {
    if (item.name !== 'ListItem') return
    const first = item.firstChild
    const mark = first ? source.slice(first.from, first.to) : ''
    count = count === 0 ? Number.parseInt(mark, 10) || 1 : count + 1
    const number = list.name === 'OrderedList' ? count : null
    const before = blocks.length
    eachChild(item, (child) => {
      if (child.name === 'BulletList' || child.name === 'OrderedList') {
        readList(source, child, blocks, depth + 1)
      } else readBlock(source, child, blocks, { depth, number, kind: 'item' })
    })
    if (blocks.length === before) blocks.push({ kind: 'item', number, depth, spans: [] })
  })
}

function readSpans(source: string, block: SyntaxNode): RichSpan[] {
  const spans: RichSpan[] = []
  const add = (from: number, to: number, marks: readonly RichMark[], href: string | null): void => {
    const text = source.slice(from, to)
    const last = spans.at(-1)
    if (text === '') return
    if (last && last.href === href && last.marks.join() === marks.join()) {
      spans[spans.length - 1] = { ...last, text: last.text + text }
    } else spans.push({ text, marks, href })
  }
  const walk = (node: SyntaxNode, marks: readonly RichMark[], href: string | null): void => {
    let at = node.from
    eachChild(node, (child) => {
      const brackets = child.name === 'LinkMark' && !node.getChild('URL')
      if (child.from < at || brackets) return
      add(at, child.from, marks, href)
      at = child.to
      if (child.name === 'LinkMark' && at < node.to && child.from > node.from) {
        // Behind the words of a link only its address comes.
        at = node.to
      } else if (isMarkup(child.name)) {
        // The blank behind `#` or `>` belongs to the mark.
        if (/^(HeaderMark|QuoteMark)$/.test(child.name) && source[at] === ' ') at += 1
      } else if (child.name === 'Escape') add(child.from + 1, child.to, marks, href)
      else if (child.name === 'URL') add(child.from, child.to, marks, linked(source, child))
      else {
        const mark = markOfNode[child.name]
        const target = child.name === 'Link' ? linkTarget(source, child) : href
        walk(child, mark ? [...marks, mark] : marks, target)
      }
    })
    add(at, node.to, marks, href)
  }
  walk(block, [], null)
  return spans
}

/** Signs that are not text. */
function isMarkup(name: string): boolean {
  return name.endsWith('Mark')
}

function linkTarget(source: string, link: SyntaxNode): string | null {
  const url = link.getChild('URL')
  return url ? linked(source, url) : null
}

function linked(source: string, url: SyntaxNode): string | null {
  const text = source.slice(url.from, url.to)
  const href = /^www\./i.test(text) ? `https://${text}` : text
  return isSafeLink(href) ? href : null
}

function eachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  for (let child = node.firstChild; child; child = child.nextSibling) visit(child)
}
