import {
  attachmentSchema,
  cellKey,
  cellTextRoot,
  cellValueSchema,
  columnSchema,
  cueSchema,
  cueTextFields,
  documentShapes,
  fitCellValue,
  groupSchema,
  isTextColumn,
  markSchema,
  newCueFields,
  rundownOrder,
  settingsSchema,
  triggerSchema,
  viewPresetSchema,
  type Attachment,
  type CellValue,
  type Column,
  type Cue,
  type CueTextField,
  type DocumentKind,
  type Group,
  type Mark,
  type NewCueFields,
  type RundownRow,
  type RundownSettings,
  type Trigger,
  type ViewPreset,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { readEntries } from './entry-index.ts'

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

/** The crew's columns in their order, deleted ones left out. */
export function readColumns(doc: Y.Doc): Column[] {
  return standing(readEntries(doc, 'columns', columnSchema)).toSorted(
    (a, b) => compare(a.order, b.order) || compare(a.id, b.id),
  )
}

/**
 * What the crew's columns hold at one cue, by column id; texts as plain Markdown. What is empty, or does not fit
 * its column, is left out.
 */
export function readCells(
  doc: Y.Doc,
  cueId: string,
  columns: readonly Column[],
): Record<string, CellValue> {
  const values = doc.getMap('cells')
  const cells: Record<string, CellValue> = {}
  for (const { id, type } of columns) {
    const name = cellTextRoot(cueId, id)
    const stored = isTextColumn(type)
      ? doc.share.has(name) && doc.getText(name).toString()
      : cellValueSchema.safeParse(values.get(cellKey(cueId, id))).data
    const value = fitCellValue({ type }, stored ?? null)
    if (value !== null && value !== false) cells[id] = value
  }
  return cells
}

/** The triggers by age, deleted ones left out. */
export function readTriggers(doc: Y.Doc): Trigger[] {
  return standing(readEntries(doc, 'triggers', triggerSchema)).toSorted(byAge)
}

/** The attachments by age, deleted ones left out. */
export function readAttachments(doc: Y.Doc): Attachment[] {
  return standing(readEntries(doc, 'attachments', attachmentSchema)).toSorted(byAge)
}

/** The saved sets of columns by age, deleted ones left out. */
export function readPresets(doc: Y.Doc): ViewPreset[] {
  return standing(readEntries(doc, 'views', viewPresetSchema)).toSorted(byAge)
}

/** The settings of the run of show; what was never set has its default. */
export function readSettings(doc: Y.Doc): RundownSettings {
  return settingsSchema.parse(doc.getMap('settings').toJSON())
}

/** The marks by their start, deleted ones left out. */
export function readMarks(doc: Y.Doc): Mark[] {
  return standing(readEntries(doc, 'marks', markSchema)).toSorted(
    (a, b) => a.inAtMs - b.inAtMs || compare(a.id, b.id),
  )
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

function standing<Entry extends { deletedAt: number | null }>(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => entry.deletedAt === null)
}

type Aged = { createdAt: number; id: string }

function byAge(a: Aged, b: Aged): number {
  return a.createdAt - b.createdAt || compare(a.id, b.id)
}

/** Order keys compare by code unit, not by locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
