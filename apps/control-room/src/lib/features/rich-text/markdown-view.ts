import { defineLanguageFacet, Language, languageDataProp, syntaxTree } from '@codemirror/language'
import { RangeSetBuilder, type EditorState, type Extension } from '@codemirror/state'
import {
  Decoration,
  type EditorView,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view'
import { richTextParser } from '@stallcast/shared/rundown'
import { decorate, type Shown } from './decorate.ts'

const data = defineLanguageFacet()
const markdown = new Language(
  data,
  richTextParser.configure({ props: [languageDataProp.add({ Document: data })] }),
  [],
  'rich-text',
)

class Bullet extends WidgetType {
  override toDOM(): HTMLElement {
    const bullet = document.createElement('span')
    bullet.className = 'rt-bullet'
    bullet.textContent = '•'
    return bullet
  }
  override eq(): boolean {
    return true
  }
}

const hidden = Decoration.replace({})
const bullet = Decoration.replace({ widget: new Bullet() })

/** Shows Markdown as what it means while it is written. */
export function markdownView(): Extension {
  return [
    markdown.extension,
    ViewPlugin.fromClass(
      class {
        decorations: DecorationSet
        constructor(view: EditorView) {
          this.decorations = decorations(view)
        }
        update(update: ViewUpdate): void {
          const parsed = syntaxTree(update.startState) !== syntaxTree(update.state)
          const moved = update.selectionSet || update.focusChanged || update.viewportChanged
          if (update.docChanged || moved || parsed) this.decorations = decorations(update.view)
        }
      },
      { decorations: (plugin) => plugin.decorations },
    ),
  ]
}

function decorations(view: EditorView): DecorationSet {
  const { state } = view
  const source = state.doc.toString()
  const shown = view.visibleRanges.flatMap((range) =>
    decorate(syntaxTree(state), source, touchedIn(view), range),
  )
  return build(shown, state)
}

/** Signs show only to whoever writes here. */
function touchedIn(view: EditorView): (from: number, to: number) => boolean {
  if (!view.hasFocus || view.state.readOnly) return () => false
  const { ranges } = view.state.selection
  return (from, to) => ranges.some((range) => range.from <= to && range.to >= from)
}

function build(shown: readonly Shown[], state: EditorState): DecorationSet {
  const lines = new Map<number, Set<string>>()
  const rest: { from: number; to: number; decoration: Decoration }[] = []
  for (const each of shown) {
    if (each.as === 'line') {
      const { from } = state.doc.lineAt(each.from)
      lines.set(from, (lines.get(from) ?? new Set()).add(`rt-${each.name}`))
    } else if (each.to > each.from) {
      const decoration =
        each.as === 'hide'
          ? hidden
          : each.as === 'bullet'
            ? bullet
            : Decoration.mark({ class: `rt-${each.name}` })
      rest.push({ from: each.from, to: each.to, decoration })
    }
  }
  const all = [
    ...[...lines].map(([from, names]) => ({
      from,
      to: from,
      decoration: Decoration.line({ class: [...names].join(' ') }),
    })),
    ...rest,
  ].toSorted((a, b) => a.from - b.from || a.decoration.startSide - b.decoration.startSide)
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to, decoration } of all) builder.add(from, to, decoration)
  return builder.finish()
}
