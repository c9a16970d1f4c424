import { defaultKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder, type KeyBinding } from '@codemirror/view'
import type * as Y from 'yjs'
import { otherCarets, showCarets, type OtherCaret } from './carets.ts'
import {
  makeLink,
  toggleInline,
  toggleLines,
  type Formatted,
  type InlineFormat,
  type LineFormat,
} from './format.ts'
import { markdownView } from './markdown-view.ts'
import { limitLength, sharedDoc } from './shared-doc.ts'

export type Format = InlineFormat | LineFormat | 'link'

export type RichEditorOptions = {
  text: Y.Text
  edit: (change: () => void) => void
  label: string
  placeholder: string
  readOnly: boolean
  maxLength: number
  onFull: () => void
  onUndo: (redo: boolean) => void
  /** The selection has moved, or the editor was left (null). */
  onSelect: (selection: { anchor: number; head: number } | null) => void
  testId: string
}

export type RichEditor = {
  focus: () => void
  setReadOnly: (readOnly: boolean) => void
  showOthers: (carets: readonly OtherCaret[]) => void
  format: (format: Format) => void
  /** Selects the first of these words, in whatever case, and shows it. */
  reveal: (words: string) => void
  insertAtEnd: (typed: string) => void
  destroy: () => void
}

const keys: readonly [string, Format][] = [
  ['Mod-b', 'bold'],
  ['Mod-i', 'italic'],
  ['Mod-u', 'underline'],
  ['Mod-Shift-x', 'strike'],
  ['Mod-Shift-h', 'highlight'],
  ['Mod-k', 'link'],
  ['Mod-Shift-8', 'bullets'],
  ['Mod-Shift-7', 'numbers'],
]

/** An editor for one shared rich text. It has no history of its own: undo is the document's, per person. */
export function createRichEditor(parent: HTMLElement, options: RichEditorOptions): RichEditor {
  const writable = new Compartment()
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text.toString(),
      extensions: [
        sharedDoc(options.text, options.edit),
        limitLength(options.maxLength, options.onFull),
        markdownView(),
        otherCarets,
        writable.of(readOnlyOf(options.readOnly)),
        EditorView.lineWrapping,
        placeholder(options.placeholder),
        keymap.of([
          ...keys.map(([key, format]) => formatKey(key, format)),
          ...listKeys,
          ...plainKeys,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'data-testid': options.testId,
          spellcheck: 'true',
          autocapitalize: 'sentences',
        }),
        handlers(options),
        EditorView.updateListener.of((update) => {
          if (!update.selectionSet && !update.focusChanged && !update.docChanged) return
          const { anchor, head } = update.state.selection.main
          options.onSelect(update.view.hasFocus ? { anchor, head } : null)
        }),
      ],
    }),
  })
  return {
    focus: () => view.focus(),
    setReadOnly: (readOnly) =>
      view.dispatch({ effects: writable.reconfigure(readOnlyOf(readOnly)) }),
    showOthers: (carets) => showCarets(view, carets),
    format: (format) => {
      apply(view, format)
      view.focus()
    },
    reveal(words) {
      const at = view.state.doc.toString().toLowerCase().indexOf(words.toLowerCase())
      view.focus()
      if (at < 0) return
      view.dispatch({
        selection: { anchor: at, head: at + words.length },
        effects: EditorView.scrollIntoView(at, { y: 'center' }),
      })
    },
    insertAtEnd(typed) {
      const { length } = view.state.doc
      view.dispatch({
        changes: { from: length, insert: typed },
        selection: { anchor: length + typed.length },
        scrollIntoView: true,
      })
    },
    destroy: () => view.destroy(),
  }
}

function readOnlyOf(readOnly: boolean): Extension {
  // Still focusable: its text can be selected, copied and read with a screen reader.
  return [EditorState.readOnly.of(readOnly)]
}

// Tab leaves the field; undo and redo are the desk's keys.
const plainKeys = defaultKeymap.filter(
  ({ key }) => key !== 'Mod-i' && key !== 'Mod-k' && key !== 'Escape',
)

function handlers(options: RichEditorOptions): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event) {
      // The browser's own undo would take back what others wrote as well.
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false
      event.preventDefault()
      options.onUndo(event.inputType === 'historyRedo')
      return true
    },
  })
}

function formatKey(key: string, format: Format): KeyBinding {
  return { key, preventDefault: true, run: (view) => apply(view, format) }
}

function apply(view: EditorView, format: Format): boolean {
  if (view.state.readOnly) return true
  const { from, to } = view.state.selection.main
  const { changes, anchor, head } = formatted(view.state.doc.toString(), from, to, format)
  view.dispatch({ changes, selection: { anchor, head }, scrollIntoView: true, userEvent: 'input' })
  return true
}

function formatted(text: string, from: number, to: number, format: Format): Formatted {
  switch (format) {
    case 'link':
      return makeLink(text, from, to)
    case 'heading':
    case 'bullets':
    case 'numbers':
    case 'quote':
      return toggleLines(text, from, to, format)
    default:
      return toggleInline(text, from, to, format)
  }
}

const listLine = /^(\s*)(?:([-*+])|(\d+)([.)]))( )/

/** Enter goes on with the list; on an empty item it ends it. */
const listKeys: readonly KeyBinding[] = [
  {
    key: 'Enter',
    run(view) {
      const { state } = view
      const { from, to } = state.selection.main
      const line = state.doc.lineAt(from)
      const match = listLine.exec(line.text)
      if (!match || from !== to || state.readOnly || from < line.from + match[0].length)
        return false
      const [prefix, indent = '', bullet, number, end = ''] = match
      if (line.text.length === prefix.length) {
        view.dispatch({
          changes: { from: line.from, to: line.to, insert: '' },
          userEvent: 'delete',
        })
        return true
      }
      const next = bullet ? `${indent}${bullet} ` : `${indent}${Number(number) + 1}${end} `
      view.dispatch({
        changes: { from, insert: `\n${next}` },
        selection: { anchor: from + next.length + 1 },
        scrollIntoView: true,
        userEvent: 'input',
      })
      return true
    },
  },
]
