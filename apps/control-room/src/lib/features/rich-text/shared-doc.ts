import { Annotation, EditorState, type Extension, type Transaction } from '@codemirror/state'
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'

/** A change that came out of the shared text and must not go back into it. */
const fromShared = Annotation.define<boolean>()

/**
 * Binds an editor to a text that several people edit. What is typed goes out in the person's own edit, so that
 * it is undone with their other edits; whatever else changes the text comes in around the caret.
 * @param edit runs a change under one's own origin
 */
export function sharedDoc(text: Y.Text, edit: (change: () => void) => void): Extension {
  class Binding {
    #writing = false
    readonly #observer = (event: Y.YTextEvent): void => this.#take(event)
    readonly view: EditorView

    constructor(view: EditorView) {
      this.view = view
      text.observe(this.#observer)
    }

    update({ docChanged, changes, transactions }: ViewUpdate): void {
      if (!docChanged || transactions.some((each) => each.annotation(fromShared))) return
      this.#writing = true
      edit(() => {
        // Positions of later changes move by what earlier ones put in and took out.
        let shift = 0
        changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
          const insert = inserted.sliceString(0, inserted.length, '\n')
          if (toA > fromA) text.delete(fromA + shift, toA - fromA)
          if (insert !== '') text.insert(fromA + shift, insert)
          shift += insert.length - (toA - fromA)
        })
      })
      this.#writing = false
    }

    #take(event: Y.YTextEvent): void {
      if (this.#writing) return
      let at = 0
      const changes: { from: number; to?: number; insert?: string }[] = []
      for (const part of event.delta) {
        if (part.retain !== undefined) at += part.retain
        else if (typeof part.insert === 'string') changes.push({ from: at, insert: part.insert })
        else if (part.delete !== undefined) {
          changes.push({ from: at, to: at + part.delete })
          at += part.delete
        }
      }
      this.view.dispatch({ changes, annotations: fromShared.of(true) })
    }

    destroy(): void {
      text.unobserve(this.#observer)
    }
  }
  return [
    ViewPlugin.fromClass(Binding),
    // Only `\n` divides lines, so that places count alike here and in the shared text.
    EditorState.lineSeparator.of('\n'),
    EditorView.clipboardInputFilter.of((pasted) => pasted.replaceAll(/\r\n?/g, '\n')),
  ]
}

/** Keeps a text within what the server takes; what others write is not held to it. */
export function limitLength(maxLength: number, onRefused: () => void): Extension {
  return EditorState.changeFilter.of((transaction: Transaction) => {
    const grows = transaction.newDoc.length > transaction.startState.doc.length
    if (!grows || transaction.newDoc.length <= maxLength) return true
    if (transaction.annotation(fromShared)) return true
    onRefused()
    return false
  })
}
