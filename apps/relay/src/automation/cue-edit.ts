import type { CueChange } from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import {
  cellKey,
  cellTextRoot,
  cellValueFits,
  cueFieldDefaults,
  cueTextFields,
  isTextColumn,
  textSplice,
  type Column,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { readColumns } from '../collab/index.ts'

/**
 * What a change would do, checked against the document as it is. Nothing is written here.
 * @throws DomainError `cue.unknown`, `column.unknown`, `input.invalid` (a value that its column cannot hold)
 */
export function planCueEdit(doc: Y.Doc, cueId: string, change: CueChange): (doc: Y.Doc) => void {
  const cue = doc.getMap('cues').get(cueId)
  if (!(cue instanceof Y.Map) || typeof cue.get('deletedAt') === 'number') {
    throw new DomainError('cue.unknown')
  }
  const columns = new Map(readColumns(doc).map((column) => [column.id, column]))
  const { cells = {}, ...fields } = change
  for (const [columnId, value] of Object.entries(cells)) {
    const column = columns.get(columnId)
    if (!column) throw new DomainError('column.unknown', { column: columnId })
    demandFit(column, value)
  }
  return (live) => {
    const target = live.getMap('cues').get(cueId)
    if (!(target instanceof Y.Map)) return
    for (const [field, value] of Object.entries(fields)) writeField(target, field, value)
    for (const [columnId, value] of Object.entries(cells)) {
      const column = columns.get(columnId)
      if (column && isTextColumn(column.type)) {
        rewrite(live.getText(cellTextRoot(cueId, columnId)), String(value ?? ''))
      } else setIfNew(live.getMap('cells'), cellKey(cueId, columnId), value)
    }
  }
}

function demandFit(column: Column, value: unknown): void {
  const fits = isTextColumn(column.type)
    ? value === null || typeof value === 'string'
    : cellValueFits(column.type, value)
  if (!fits) {
    throw new DomainError('input.invalid', { detail: `${column.name} holds ${column.type}` })
  }
}

function writeField(cue: Y.Map<unknown>, field: string, value: unknown): void {
  const text = cue.get(field)
  if ((cueTextFields as readonly string[]).includes(field)) {
    if (text instanceof Y.Text) rewrite(text, String(value))
    return
  }
  const defaults: Readonly<Record<string, unknown>> = cueFieldDefaults
  if (!cue.has(field) && defaults[field] === value) return
  setIfNew(cue, field, value)
}

function setIfNew(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (map.get(key) !== value) map.set(key, value)
}

/** Changes only what differs, so that what somebody writes elsewhere in the text at that moment stays. */
function rewrite(text: Y.Text, wanted: string): void {
  const splice = textSplice(text.toString(), wanted)
  if (!splice) return
  if (splice.remove > 0) text.delete(splice.at, splice.remove)
  if (splice.insert !== '') text.insert(splice.at, splice.insert)
}
