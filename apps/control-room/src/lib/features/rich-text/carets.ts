import { StateEffect, StateField, type Extension, type Range } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'

/** Where somebody else's caret stands in this text, and whose it is. */
export type OtherCaret = {
  id: number
  name: string
  tint: number
  anchor: number
  head: number
}

const setCarets = StateEffect.define<readonly OtherCaret[]>()

class CaretWidget extends WidgetType {
  readonly caret: OtherCaret

  constructor(caret: OtherCaret) {
    super()
    this.caret = caret
  }
  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'rt-caret'
    caret.setAttribute('aria-hidden', 'true')
    caret.style.setProperty('--tint', `var(--tint-${this.caret.tint % 4})`)
    const name = caret.appendChild(document.createElement('b'))
    name.textContent = this.caret.name
    return caret
  }
  override eq(other: CaretWidget): boolean {
    return other.caret.name === this.caret.name && other.caret.tint === this.caret.tint
  }
  override ignoreEvent(): boolean {
    return true
  }
}

function decorations(carets: readonly OtherCaret[], length: number): DecorationSet {
  const within = (at: number): number => Math.min(Math.max(0, at), length)
  const ranges = carets.flatMap((caret): Range<Decoration>[] => {
    const head = within(caret.head)
    const [from, to] = [Math.min(head, within(caret.anchor)), Math.max(head, within(caret.anchor))]
    const style = `background: color-mix(in srgb, var(--tint-${caret.tint % 4}) 25%, transparent)`
    const side = head === from && from !== to ? -1 : 1
    return [
      ...(to > from ? [Decoration.mark({ attributes: { style } }).range(from, to)] : []),
      Decoration.widget({ widget: new CaretWidget(caret), side }).range(head),
    ]
  })
  return Decoration.set(ranges, true)
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes)
    for (const effect of transaction.effects) {
      if (effect.is(setCarets)) next = decorations(effect.value, transaction.newDoc.length)
    }
    return next
  },
  provide: (self) => EditorView.decorations.from(self),
})

/** Other people's carets and selections, with name and tint. */
export const otherCarets: Extension = field

export function showCarets(view: EditorView, carets: readonly OtherCaret[]): void {
  view.dispatch({ effects: setCarets.of(carets) })
}
