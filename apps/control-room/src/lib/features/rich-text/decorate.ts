import type { SyntaxNodeRef, Tree } from '@lezer/common'

/** How a piece of the source is shown. `hide` is a sign nobody reads unless the caret is at it. */
export type Shown =
  | { as: 'mark'; from: number; to: number; name: string }
  | { as: 'hide'; from: number; to: number }
  | { as: 'bullet'; from: number; to: number }
  | { as: 'line'; from: number; name: string }

/** Whether the caret or a selection is at a range, ends included. */
export type Touched = (from: number, to: number) => boolean

const markNames: Readonly<Record<string, string>> = {
  StrongEmphasis: 'bold',
  Emphasis: 'italic',
  Underline: 'underline',
  Strikethrough: 'strike',
  Highlight: 'highlight',
  InlineCode: 'code',
  Link: 'link',
  URL: 'link',
}

const pairSigns = new Set([
  'EmphasisMark',
  'UnderlineMark',
  'StrikethroughMark',
  'HighlightMark',
  'CodeMark',
])

/**
 * What Markdown looks like while it is written: words carry their marks, signs show only where the caret is.
 * @param source the whole text
 */
export function decorate(
  tree: Tree,
  source: string,
  touched: Touched,
  range: { from: number; to: number },
): Shown[] {
  const shown: Shown[] = []
  const lineOf = (at: number): { from: number; to: number } => {
    const end = source.indexOf('\n', at)
    return { from: source.lastIndexOf('\n', at - 1) + 1, to: end < 0 ? source.length : end }
  }
  const enter = (node: SyntaxNodeRef): void => {
    const { name, from, to } = node
    const parent = node.node.parent
    const mark = markNames[name]
    const heading = /^ATXHeading(\d)$/.exec(name)
    if (heading)
      shown.push({ as: 'line', from, name: `heading-${Math.min(3, Number(heading[1]))}` })
    else if (name === 'HorizontalRule') shown.push({ as: 'line', from, name: 'rule' })
    else if (name === 'ListItem') shown.push({ as: 'line', from: lineOf(from).from, name: 'item' })
    else if (mark && !(name === 'Link' && !node.node.getChild('URL'))) {
      if (!(name === 'URL' && parent?.name === 'Link'))
        shown.push({ as: 'mark', from, to, name: mark })
    }
    if (pairSigns.has(name) && parent && !touched(parent.from, parent.to)) {
      shown.push({ as: 'hide', from, to })
    }
    if (name === 'HeaderMark' || name === 'QuoteMark') {
      const line = lineOf(from)
      if (name === 'QuoteMark') shown.push({ as: 'line', from: line.from, name: 'quote' })
      const blank = source[to] === ' ' ? 1 : 0
      if (!touched(line.from, line.to)) shown.push({ as: 'hide', from, to: to + blank })
    }
    if (name === 'ListMark' && /[-*+]/.test(source[from] ?? '') && !touched(from, to)) {
      shown.push({ as: 'bullet', from, to })
    }
    if (name === 'Link') hideAddress(node, touched, shown)
    if (name === 'Escape' && !touched(from, to)) shown.push({ as: 'hide', from, to: from + 1 })
  }
  tree.iterate({ from: range.from, to: range.to, enter })
  return shown
}

/** Of a link only its words are shown. */
function hideAddress(node: SyntaxNodeRef, touched: Touched, shown: Shown[]): void {
  const { from, to } = node
  const marks = node.node.getChildren('LinkMark')
  const [open, close] = marks
  if (!open || !close || !node.node.getChild('URL') || touched(from, to)) return
  shown.push({ as: 'hide', from: open.from, to: open.to }, { as: 'hide', from: close.from, to })
}
