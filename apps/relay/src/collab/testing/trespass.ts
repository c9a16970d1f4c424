import type { Role } from '@stallcast/shared/crew'
import {
  cellSchemaOf,
  columnSchema,
  isTextColumn,
  judge,
  mayWrite,
  parseCellKey,
  rootIn,
  type ColumnWriters,
  type DocumentKind,
  type EntriesShape,
  type PathOperation,
  type RecordShape,
} from '@stallcast/shared/rundown'

type Plain = Readonly<Record<string, unknown>>
type Check = (path: string, operation: PathOperation) => void

/**
 * What a role has done that it may not, told from how the document read before and after, so without a word from
 * the gate. Paths and operations; empty when all is well.
 */
export function trespasses(kind: DocumentKind, role: Role, before: Plain, after: Plain): string[] {
  const found: string[] = []
  const writers: ColumnWriters = (columnId) => columnOf(before, columnId)?.writers ?? []
  const check: Check = (path, operation) => {
    if (!mayWrite(kind, role) || !judge(kind, role, path, operation, writers)) {
      found.push(`${operation} ${path}`)
    }
  }
  for (const name of keysOf(before, after)) {
    const place = rootIn(kind, name)
    if (!place) {
      found.push(`a root ${name}`)
      continue
    }
    const [was, is] = [before[name], after[name]]
    if (same(was, is)) continue
    switch (place.shape.kind) {
      case 'text':
        check(place.path, 'text')
        if (String(is).length > place.shape.maxLength) found.push(`too long ${place.path}`)
        if (place.cell && !isTextCell(after, place.cell.columnId)) found.push(`no text ${name}`)
        break
      case 'server':
        found.push(`the server's ${name}`)
        break
      case 'entries':
        lookAtEntries(place.shape, name, plain(was), plain(is), check, found)
        break
      case 'record':
        lookAtFields(place.shape, name, plain(was), plain(is), check, found)
        break
      case 'cells':
        lookAtCells(plain(was), plain(is), after, check, found)
    }
  }
  return found
}

function lookAtEntries(
  shape: EntriesShape,
  root: string,
  was: Plain,
  is: Plain,
  check: Check,
  found: string[],
): void {
  for (const id of keysOf(was, is)) {
    const path = `${root}/${id}`
    if (!(id in is)) check(path, 'delete')
    else if (!(id in was)) {
      check(path, 'insert')
      lookAtFields(shape, path, {}, plain(is[id]), () => undefined, found)
    } else lookAtFields(shape, path, plain(was[id]), plain(is[id]), check, found)
  }
}

function lookAtFields(
  shape: EntriesShape | RecordShape,
  path: string,
  was: Plain,
  is: Plain,
  check: Check,
  found: string[],
): void {
  for (const [name, field] of Object.entries(shape.fields)) {
    const at = `${path}/${name}`
    const isOptional = 'entries' === shape.kind ? field.kind === 'scalar' && field.optional : true
    if (!(name in is) && !isOptional) found.push(`missing ${at}`)
    if (same(was[name], is[name])) continue
    check(at, field.kind === 'text' ? 'text' : 'set')
    if (field.kind === 'text') {
      if (typeof is[name] !== 'string') found.push(`no text ${at}`)
    } else {
      if (field.fixed && name in was) found.push(`fixed ${at}`)
      if (name in is && !same(field.schema.safeParse(is[name]).data, is[name])) {
        found.push(`value ${at}`)
      }
    }
  }
  for (const name of Object.keys(is)) {
    if (!Object.hasOwn(shape.fields, name)) found.push(`unheard of ${path}/${name}`)
  }
}

function lookAtCells(was: Plain, is: Plain, after: Plain, check: Check, found: string[]): void {
  for (const key of keysOf(was, is)) {
    if (same(was[key], is[key])) continue
    const cell = parseCellKey(key)
    if (!cell) {
      found.push(`no cell ${key}`)
      continue
    }
    check(`cells/${cell.cueId}/${cell.columnId}`, 'set')
    const column = columnOf(after, cell.columnId)
    const isThere = column && cell.cueId in plain(after['cues'])
    if (!isThere || (key in is && !cellSchemaOf(column.type).safeParse(is[key]).success)) {
      found.push(`value ${key}`)
    }
  }
}

function columnOf(document: Plain, id: string) {
  const column = columnSchema.safeParse({ ...plain(plain(document['columns'])[id]), id })
  return column.success ? column.data : null
}

function isTextCell(document: Plain, columnId: string): boolean {
  const column = columnOf(document, columnId)
  return column !== null && isTextColumn(column.type)
}

function plain(value: unknown): Plain {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function keysOf(one: Plain, two: Plain): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(two)])]
}

function same(one: unknown, two: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(two)
}
