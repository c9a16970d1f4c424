import type { Attachment } from 'svelte/attachments'
import type * as Y from 'yjs'
import { shiftPosition, textEdit, type DeltaPart } from './text-edit.ts'

export type SharedTextField = HTMLInputElement | HTMLTextAreaElement

/** How an edit is written: under one's own origin, so that undo takes back one's own edits only. */
export type Transact = (edit: () => void) => void

/**
 * Binds a field to a text that several people edit. What is typed goes out as the smallest edit; what others
 * type comes in around the caret. While an input method composes, incoming edits wait: rewriting the field
 * would break the word being composed.
 */
export function sharedText(text: Y.Text, transact: Transact): Attachment<SharedTextField> {
  return (field) => {
    let shown = text.toString()
    let composing = false
    /** Changes by others since composing began, in order. */
    let waiting: DeltaPart[][] = []
    field.value = shown

    const push = (): void => {
      const caret = field.selectionEnd ?? field.value.length
      const edit = textEdit(shown, field.value, caret)
      if (!edit) return
      const at = waiting.reduce(shiftPosition, edit.at)
      const end = waiting.reduce(shiftPosition, edit.at + edit.remove)
      transact(() => {
        if (end > at) text.delete(at, end - at)
        if (edit.insert !== '') text.insert(at, edit.insert)
      })
      shown = text.toString()
      const moved = waiting.reduce(shiftPosition, caret)
      waiting = []
      if (field.value !== shown) redraw(moved, moved)
    }

    const redraw = (start: number, end: number): void => {
      const focused = field.ownerDocument.activeElement === field
      field.value = shown
      if (focused) field.setSelectionRange(start, end)
    }

    const onRemote = (event: Y.YTextEvent): void => {
      const delta = event.delta as DeltaPart[]
      if (composing) {
        waiting.push(delta)
        return
      }
      const next = text.toString()
      if (next === shown && field.value === next) return
      const start = shiftPosition(field.selectionStart ?? 0, delta)
      const end = shiftPosition(field.selectionEnd ?? 0, delta)
      shown = next
      if (field.value !== next) redraw(start, end)
    }

    const onInput = (): void => {
      if (!composing) push()
    }
    const onStart = (): void => {
      composing = true
    }
    const onEnd = (): void => {
      composing = false
      push()
      if (waiting.length > 0) {
        const caret = waiting.reduce(shiftPosition, field.selectionEnd ?? 0)
        waiting = []
        shown = text.toString()
        redraw(caret, caret)
      }
    }

    field.dataset['sharedText'] = ''
    text.observe(onRemote)
    field.addEventListener('input', onInput)
    field.addEventListener('compositionstart', onStart)
    field.addEventListener('compositionend', onEnd)
    return () => {
      text.unobserve(onRemote)
      field.removeEventListener('input', onInput)
      field.removeEventListener('compositionstart', onStart)
      field.removeEventListener('compositionend', onEnd)
    }
  }
}
