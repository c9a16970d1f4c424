import {
  cellKey,
  cellTextRoot,
  cellValueSchema,
  parseCellTextRoot,
  type CellValue,
} from '@stallcast/shared/rundown'
import { SvelteMap } from 'svelte/reactivity'
import type * as Y from 'yjs'

/**
 * The cells of the crew's columns: values from the root `cells`, texts from roots of their own, each under
 * `{cueId}:{columnId}`. Whoever reads one cell is told of changes of that cell only.
 */
export class Cells {
  readonly #values = new SvelteMap<string, CellValue>()
  readonly #texts = new SvelteMap<string, string>()

  value(cueId: string, columnId: string): CellValue {
    return this.#values.get(cellKey(cueId, columnId)) ?? null
  }

  text(cueId: string, columnId: string): string | null {
    return this.#texts.get(cellKey(cueId, columnId)) ?? null
  }

  /** Drops what stands in no cell of this document: it was of one that has been replaced. */
  forgetOthers(doc: Y.Doc): void {
    const root = doc.getMap<unknown>('cells')
    for (const key of this.#values.keys()) if (!root.has(key)) this.#values.delete(key)
    for (const key of this.#texts.keys()) {
      if (!doc.share.has(`cell:${key}`)) this.#texts.delete(key)
    }
  }

  /** Follows a document; returns the end of it. */
  follow(doc: Y.Doc): () => void {
    const root = doc.getMap<unknown>('cells')
    const names = new WeakMap<object, string>()
    this.#readAll(doc, root, names)
    const onValues = (event: Y.YMapEvent<unknown>): void => {
      for (const key of event.keysChanged) put(this.#values, key, valueOf(root.get(key)))
    }
    const onChange = (transaction: Y.Transaction): void => {
      for (const type of transaction.changed.keys()) {
        if (type.parent !== null) continue
        const key = textKey(doc, type, names)
        if (key) put(this.#texts, key, textOf(doc, key))
      }
    }
    root.observe(onValues)
    doc.on('afterTransaction', onChange)
    return () => {
      root.unobserve(onValues)
      doc.off('afterTransaction', onChange)
    }
  }

  #readAll(doc: Y.Doc, root: Y.Map<unknown>, names: WeakMap<object, string>): void {
    for (const [key, value] of root) put(this.#values, key, valueOf(value))
    for (const [name, type] of doc.share) {
      const key = keyOfRoot(name)
      names.set(type, key)
      if (key !== '') put(this.#texts, key, textOf(doc, key))
    }
  }
}

function put<Value extends CellValue>(
  cells: SvelteMap<string, Value>,
  key: string,
  value: Value,
): void {
  if (value === null || value === '') cells.delete(key)
  else cells.set(key, value)
}

function valueOf(stored: unknown): CellValue {
  return cellValueSchema.safeParse(stored).data ?? null
}

/** The key of the cell that a root is the text of; empty when it is none. */
function keyOfRoot(name: string): string {
  const address = parseCellTextRoot(name)
  return address ? cellKey(address.cueId, address.columnId) : ''
}

function textKey(doc: Y.Doc, type: object, names: WeakMap<object, string>): string {
  const known = names.get(type)
  if (known !== undefined) return known
  for (const [name, shared] of doc.share) names.set(shared, keyOfRoot(name))
  return names.get(type) ?? ''
}

function textOf(doc: Y.Doc, key: string): string {
  const [cueId = '', columnId = ''] = key.split(':')
  return doc.getText(cellTextRoot(cueId, columnId)).toString()
}
