import {
  cellKey,
  cellSchemaOf,
  cellTextRoot,
  cellTextShape,
  columnTypeSchema,
  documentShapes,
  isTextColumn,
  rootIn,
  type CellAddress,
  type DocumentKind,
  type EntriesShape,
  type PathOperation,
  type ScalarShape,
  type TextShape,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { valuesFor } from './values-for.ts'

/** Something that a client may try, and what the rules say of it: the operation at the path, or that it cannot be. */
export type Deed = {
  path: string
  operation: PathOperation
  /** Whether what is written may stand there at all, whoever writes it. */
  fits: boolean
  cell: CellAddress | null
  act(doc: Y.Doc): void
}

/** Who may write in the columns of the fuzzed document beside host and producer. */
export const namedWriters = ['finance'] as const
export const entryIds = ['one', 'two'] as const

/** Two entries in each map of entries, a column of each type, and a cell in each: everything that can be touched. */
export function fullDocument(kind: DocumentKind): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const [name, shape] of Object.entries(documentShapes[kind])) {
      if (shape.kind === 'text') doc.getText(name).insert(0, 'words')
      if (shape.kind === 'server') doc.getMap(name).set('one', 'ours')
      if (shape.kind === 'record') doc.getMap(name)
      if (shape.kind !== 'entries') continue
      for (const id of entryIds) doc.getMap(name).set(id, newEntry(shape))
    }
    if (kind !== 'rundown') return
    const { columns } = documentShapes.rundown
    if (columns?.kind !== 'entries') throw new Error('no columns')
    for (const type of columnTypeSchema.options) {
      const column = newEntry(columns)
      column.set('type', type)
      column.set('writers', [...namedWriters])
      doc.getMap('columns').set(type, column)
      if (isTextColumn(type)) doc.getText(cellTextRoot('one', type)).insert(0, 'words')
      else doc.getMap('cells').set(cellKey('one', type), valuesFor(cellSchemaOf(type)).fitting[0])
    }
  })
  return doc
}

/** Every deed there is in a document of a kind, from its shape: a new root or field is among them by itself. */
export function deedsIn(kind: DocumentKind): Deed[] {
  const deeds: Deed[] = Object.entries(documentShapes[kind]).flatMap(([root, shape]) => {
    switch (shape.kind) {
      case 'entries':
        return entryDeeds(root, shape)
      case 'record':
        return Object.entries(shape.fields).flatMap(([field, scalar]) =>
          fieldDeeds(`${root}/${field}`, { ...scalar, optional: true }, (doc) => doc.getMap(root)),
        )
      case 'text':
        return textDeeds(root, shape, (doc) => doc.getText(root))
      case 'cells':
        return []
      case 'server':
        return (['set', 'delete'] as const).map((operation) => ({
          ...forbidden(`${root}/one`),
          operation,
          act: (doc) =>
            operation === 'set' ? doc.getMap(root).set('one', 1) : doc.getMap(root).delete('one'),
        }))
    }
  })
  const strangers: Deed[] = ['elsewhere', 'cell:x', 'cell:a:b:c', '__proto__'].map((root) => ({
    ...forbidden(root),
    act: (doc) => doc.getText(root).insert(0, 'x'),
  }))
  return [...deeds, ...(kind === 'rundown' ? cellDeeds() : []), ...strangers]
}

function entryDeeds(root: string, shape: EntriesShape): Deed[] {
  const whole = (id: string) => (doc: Y.Doc) => void doc.getMap(root).set(id, newEntry(shape))
  const at = (doc: Y.Doc) => doc.getMap(root)
  return [
    // Ids are made up anew by whom an entry is from.
    deed(`${root}/new`, 'insert', true, (doc) => {
      const id = `new-${doc.clientID}`
      if (!at(doc).has(id)) whole(id)(doc)
    }),
    deed(`${root}/one`, 'set', false, whole('one')),
    deed(`${root}/one`, 'delete', true, (doc) => at(doc).delete('one')),
    deed(`${root}/half`, 'insert', false, (doc) => void at(doc).set('half', new Y.Map())),
    deed(`${root}/scalar`, 'insert', false, (doc) => void at(doc).set('scalar', 1)),
    deed(`${root}/a b`, 'insert', false, whole('a b')),
    deed(`${root}/one/unheard`, 'set', false, (doc) => entry(doc, root)?.set('unheard', 1)),
    ...Object.entries(shape.fields).flatMap(([field, of]) => {
      const path = `${root}/one/${field}`
      return of.kind === 'text'
        ? [
            ...textDeeds(path, of, (doc) => entry(doc, root)?.get(field)),
            deed(path, 'set', false, (doc) => entry(doc, root)?.set(field, new Y.Text('mine'))),
            deed(path, 'delete', true, (doc) => entry(doc, root)?.delete(field)),
          ]
        : fieldDeeds(path, of, (doc) => entry(doc, root))
    }),
  ]
}

type MapFinder = (doc: Y.Doc) => Y.Map<unknown> | undefined

function fieldDeeds(path: string, shape: ScalarShape, find: MapFinder): Deed[] {
  const field = path.split('/').at(-1) ?? ''
  const { fitting, unfit } = valuesFor(shape.schema)
  const set = (value: unknown, fits: boolean) =>
    deed(path, 'set', fits, (doc) => find(doc)?.set(field, value))
  return [
    ...fitting.map((value) => set(value, !shape.fixed)),
    ...unfit.map((value) => set(value, false)),
    deed(path, 'set', false, (doc) => find(doc)?.set(field, new Y.Map())),
    deed(path, shape.optional ? 'set' : 'delete', true, (doc) => {
      const map = find(doc)
      if (!map) return
      if (shape.optional && !map.has(field)) map.set(field, fitting[0])
      map.delete(field)
    }),
  ]
}

function textDeeds(path: string, shape: TextShape, find: (doc: Y.Doc) => unknown): Deed[] {
  const edit = (fits: boolean, change: (text: Y.Text) => void) =>
    deed(path, 'text', fits, (doc) => {
      const text = find(doc)
      if (text instanceof Y.Text) change(text)
    })
  return [
    edit(true, (text) => text.insert(Math.min(1, text.length), 'ab')),
    edit(true, (text) => {
      text.insert(0, 'c')
      text.delete(0, 1)
      text.insert(text.length, 'd')
    }),
    edit(false, (text) => text.insert(0, 'x'.repeat(shape.maxLength + 1))),
    edit(false, (text) => text.insert(0, 'b', { bold: true })),
    edit(false, (text) => text.insertEmbed(0, { image: 'x' })),
    edit(false, (text) => text.setAttribute('lang', 'en')),
  ]
}

function cellDeeds(): Deed[] {
  return columnTypeSchema.options.flatMap((type) => {
    const { fitting, unfit } = valuesFor(cellSchemaOf(type))
    const put = (cueId: string, columnId: string, value: unknown, fits: boolean): Deed => ({
      ...deed(`cells/${cueId}/${columnId}`, 'set', fits, (doc) =>
        doc.getMap('cells').set(cellKey(cueId, columnId), value),
      ),
      cell: { cueId, columnId },
    })
    const words = (cueId: string, fits: boolean): Deed[] =>
      textDeeds(`cells/${cueId}/${type}`, cellTextShape, (doc) =>
        doc.getText(cellTextRoot(cueId, type)),
      ).map((each) => ({ ...each, fits: each.fits && fits, cell: { cueId, columnId: type } }))
    const isText = isTextColumn(type)
    const values = isText
      ? [put('one', type, 'x', false)]
      : [
          ...fitting.flatMap((value) => [
            put('one', type, value, true),
            put('two', type, value, true),
          ]),
          ...unfit.map((value) => put('one', type, value, false)),
          put('none', type, fitting[0], false),
          put('one', 'none', fitting[0], false),
        ]
    return [...values, ...words('one', isText), ...words('two', isText), ...words('none', false)]
  })
}

/** An entry with a fitting value in every field. */
function newEntry(shape: EntriesShape): Y.Map<unknown> {
  return new Y.Map(
    Object.entries(shape.fields).map(([name, field]) => [
      name,
      field.kind === 'text' ? new Y.Text('words') : valuesFor(field.schema).fitting[0],
    ]),
  )
}

function entry(doc: Y.Doc, root: string): Y.Map<unknown> | undefined {
  const found: unknown = doc.getMap(root).get('one')
  return found instanceof Y.Map ? found : undefined
}

function deed(
  path: string,
  operation: PathOperation,
  fits: boolean,
  act: (doc: Y.Doc) => void,
): Deed {
  return { path, operation, fits, cell: null, act }
}

function forbidden(path: string): Omit<Deed, 'act'> {
  return { path, operation: 'set', fits: false, cell: null }
}

/** The roots of a document as plain data. A root that may not be is an error. */
export function readable(kind: DocumentKind, doc: Y.Doc): Record<string, unknown> {
  return Object.fromEntries(
    [...doc.share.keys()].toSorted().map((name) => {
      const place = rootIn(kind, name)
      if (!place) throw new Error(`there is a root ${name}`)
      const isText = place.shape.kind === 'text'
      return [name, isText ? doc.getText(name).toString() : doc.getMap(name).toJSON()]
    }),
  )
}
