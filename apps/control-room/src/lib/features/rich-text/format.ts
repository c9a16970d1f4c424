/** What the toolbar and its keys do to a text: pure, so that each can be told by an example. */

export type TextChange = { from: number; to: number; insert: string }
export type Formatted = { changes: TextChange[]; anchor: number; head: number }

/** Signs of the marks that can be switched on and off. */
export const signs = {
  bold: '**',
  italic: '*',
  underline: '++',
  strike: '~~',
  highlight: '==',
} as const
export type InlineFormat = keyof typeof signs

const wordPart = /[\p{L}\p{M}\p{N}’']/u

/** Puts signs around a selection, or the word at the caret; takes them away where they are. */
export function toggleInline(
  text: string,
  from: number,
  to: number,
  format: InlineFormat,
): Formatted {
  const sign = signs[format]
  const range = from === to ? wordAt(text, from) : trimmed(text, from, to)
  const { length } = sign
  const outside =
    text.slice(range.from - length, range.from) === sign &&
    text.slice(range.to, range.to + length) === sign &&
    !partOfLonger(text, range, sign)
  if (outside) {
    return {
      changes: [
        { from: range.from - length, to: range.from, insert: '' },
        { from: range.to, to: range.to + length, insert: '' },
      ],
      anchor: from - length,
      head: to - length,
    }
  }
  const inner = text.slice(range.from, range.to)
  if (
    inner.length >= 2 * length &&
    inner.startsWith(sign) &&
    inner.endsWith(sign) &&
    sign !== '*'
  ) {
    return {
      changes: [
        { from: range.from, to: range.from + length, insert: '' },
        { from: range.to - length, to: range.to, insert: '' },
      ],
      anchor: range.from,
      head: range.to - 2 * length,
    }
  }
  return {
    changes: [
      { from: range.from, to: range.from, insert: sign },
      { from: range.to, to: range.to, insert: sign },
    ],
    anchor: (from === to ? from : range.from) + length,
    head: (from === to ? to : range.to) + length,
  }
}

/** One asterisk beside another is not the sign of italics but half of bold. */
function partOfLonger(
  text: string,
  { from, to }: { from: number; to: number },
  sign: string,
): boolean {
  if (sign !== '*') return false
  const run = (at: number, by: 1 | -1): number => {
    let count = 0
    while (text[at + by * count] === '*') count += 1
    return count
  }
  return run(from - 1, -1) === 2 && run(to, 1) === 2
}

function wordAt(text: string, at: number): { from: number; to: number } {
  let from = at
  let to = at
  while (from > 0 && wordPart.test(text[from - 1] ?? '')) from -= 1
  while (to < text.length && wordPart.test(text[to] ?? '')) to += 1
  return { from, to }
}

/** Signs must stand against words: blanks at the ends stay outside. */
function trimmed(text: string, from: number, to: number): { from: number; to: number } {
  const selected = text.slice(from, to)
  const lead = selected.length - selected.trimStart().length
  if (lead === selected.length) return { from, to }
  return { from: from + lead, to: to - (selected.length - selected.trimEnd().length) }
}

export type LineFormat = 'heading' | 'bullets' | 'numbers' | 'quote'

const linePrefix: Readonly<Record<LineFormat, RegExp>> = {
  heading: /^#{1,6} /,
  bullets: /^[-*+] /,
  numbers: /^\d+[.)] /,
  quote: /^> /,
}

/** Makes the selected lines a heading, a list or a quote; makes them plain again where they are. */
export function toggleLines(text: string, from: number, to: number, format: LineFormat): Formatted {
  const first = text.lastIndexOf('\n', from - 1) + 1
  const after = text.indexOf('\n', to)
  const end = after < 0 ? text.length : after
  const lines = text.slice(first, end).split('\n')
  const already = lines.every((line) => line.trim() === '' || linePrefix[format].test(line))
  const changes: TextChange[] = []
  let at = first
  let count = 0
  for (const line of lines) {
    const had =
      Object.values(linePrefix)
        .map((prefix) => prefix.exec(line)?.[0])
        .find(Boolean) ?? ''
    const blank = line.trim() === '' && lines.length > 1
    if (!blank) {
      count += 1
      const insert = already ? '' : prefixOf(format, count)
      if (had !== insert) changes.push({ from: at, to: at + had.length, insert })
    }
    at += line.length + 1
  }
  return { changes, anchor: mapped(from, changes), head: mapped(to, changes) }
}

function prefixOf(format: LineFormat, number: number): string {
  return { heading: '## ', bullets: '- ', numbers: `${number}. `, quote: '> ' }[format]
}

function mapped(position: number, changes: readonly TextChange[]): number {
  let moved = position
  for (const { from, to, insert } of changes) {
    if (position < from) break
    moved += insert.length - Math.min(to, Math.max(position, from)) + from
    if (position < to) moved = Math.max(moved, from + insert.length)
  }
  return Math.max(0, moved)
}

/** Makes the selection a link; the address is selected next, to be typed or pasted over. */
export function makeLink(text: string, from: number, to: number, address = 'https://'): Formatted {
  const range = from === to ? wordAt(text, from) : trimmed(text, from, to)
  const words = text.slice(range.from, range.to) || 'link'
  const insert = `[${words}](${address})`
  const start = range.from + words.length + 3
  return {
    changes: [{ from: range.from, to: range.to, insert }],
    anchor: start,
    head: start + address.length,
  }
}
