import {
  cueSchema,
  cueTextFields,
  documentShapes,
  groupSchema,
  markSchema,
  newCueFields,
  rundownOrder,
  type Cue,
  type CueTextField,
  type DocumentKind,
  type Group,
  type Mark,
  type NewCueFields,
  type RundownRow,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'

/** An empty document with its roots in the types that its shape declares. */
export function createDocument(kind: DocumentKind): Y.Doc {
  const doc = new Y.Doc()
  for (const [name, shape] of Object.entries(documentShapes[kind])) {
    if (shape.kind === 'text') doc.getText(name)
    else doc.getMap(name)
  }
  return doc
}

/**
 * The cues in running order (RD30), deleted ones left out. A cue that does not parse is left out as well: only
 * the server itself could have written one.
 */
export function readCues(doc: Y.Doc): Cue[] {
  return readRows(doc).flatMap((row) => (row.kind === 'cue' ? [row.cue] : []))
}

/** Cues and the heads of their groups, in running order. */
export function readRows(doc: Y.Doc): RundownRow[] {
  return rundownOrder(readEntries(doc, 'cues', cueSchema), readGroups(doc))
}

export function readGroups(doc: Y.Doc): Group[] {
  return readEntries(doc, 'groups', groupSchema)
}

/** The marks by their start, deleted ones left out. */
export function readMarks(doc: Y.Doc): Mark[] {
  return readEntries(doc, 'marks', markSchema)
    .filter((mark) => mark.deletedAt === null)
    .toSorted((a, b) => a.inAtMs - b.inAtMs || compare(a.id, b.id))
}

/** One map with all that a cue must have, its texts filled in; put it under `cues/{id}` in the same transaction. */
export function cueMap(cue: NewCueFields & Record<CueTextField, string>): Y.Map<unknown> {
  const { title, notes, script, ...scalars } = cue
  const texts = { title, notes, script }
  const map = new Y.Map<unknown>(Object.entries(newCueFields(scalars)))
  for (const field of cueTextFields) map.set(field, new Y.Text(texts[field]))
  return map
}

export function markMap(mark: Omit<Mark, 'id'>): Y.Map<unknown> {
  return new Y.Map<unknown>(Object.entries(mark))
}

type EntrySchema<Entry> = { safeParse(value: unknown): { success: boolean; data?: Entry } }

function readEntries<Entry>(doc: Y.Doc, root: string, schema: EntrySchema<Entry>): Entry[] {
  const entries: Entry[] = []
  for (const [id, value] of doc.getMap(root)) {
    if (!(value instanceof Y.Map)) continue
    const parsed = schema.safeParse({ ...value.toJSON(), id })
    if (parsed.success && parsed.data !== undefined) entries.push(parsed.data)
  }
  return entries
}

/** Order keys compare by code unit, not by locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
