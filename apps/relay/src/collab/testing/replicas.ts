import {
  newCueFields,
  newMarkFields,
  type Column,
  type Cue,
  type Mark,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { createDocument, cueMap, markMap } from '../rundown-document.ts'

/** A client's copy of the run of show, brought up to date. */
export function replicaOf(doc: Y.Doc, clientId?: number): Y.Doc {
  const replica = createDocument('rundown')
  if (clientId !== undefined) replica.clientID = clientId
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc))
  return replica
}

/** What a client sends for an edit made in one transaction. */
export function updateOf(doc: Y.Doc, edit: (doc: Y.Doc) => void): Uint8Array {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array) => updates.push(update)
  doc.on('update', keep)
  doc.transact(() => edit(doc), 'edit')
  doc.off('update', keep)
  return Y.mergeUpdates(updates.length > 0 ? updates : [new Uint8Array([0, 0])])
}

export function putCue(doc: Y.Doc, id: string, given: Partial<Cue> = {}): void {
  const { title = 'Cue', notes = '', script = '', ...scalars } = given
  const fields = newCueFields({ order: 'a0', createdAt: 1, ...scalars })
  doc.getMap('cues').set(id, cueMap({ ...fields, title, notes, script }))
}

export function putMark(doc: Y.Doc, id: string, given: Partial<Mark> = {}): void {
  const fields = newMarkFields({
    track: 'program',
    inAtMs: 1,
    createdBy: 'Ida',
    createdAt: 1,
    ...given,
  })
  doc.getMap('marks').set(id, markMap(fields))
}

export function putColumn(doc: Y.Doc, id: string, given: Partial<Column> = {}): void {
  const column: Omit<Column, 'id'> = {
    order: 'a0',
    name: 'Column',
    type: 'text',
    options: [],
    writers: [],
    department: null,
    deletedAt: null,
    createdAt: 1,
    ...given,
  }
  doc.getMap('columns').set(id, new Y.Map<unknown>(Object.entries(column)))
}

export function entryIn(doc: Y.Doc, root: string, id: string): Y.Map<unknown> {
  const entry = doc.getMap(root).get(id)
  if (!(entry instanceof Y.Map)) throw new Error(`no ${root}/${id}`)
  return entry
}

export function textIn(doc: Y.Doc, id: string, field: string): Y.Text {
  const text = entryIn(doc, 'cues', id).get(field)
  if (!(text instanceof Y.Text)) throw new Error(`no cues/${id}/${field}`)
  return text
}
