import { cellHolders, placeOf } from './history.path.ts'
import type { DocumentVersion } from './history.schema.ts'
import { documentShapes } from './document.shape.ts'
import { cueFieldDefaults, type DocumentKind } from './document.schema.ts'

/** One edit that brings a place back to what it was. `text`: by the difference, letter by letter. */
export type RestoreEdit = {
  path: string
  kind: 'set' | 'text'
  now: unknown
  was: unknown
}

/**
 * What differs between a document and an earlier version of it, as edits that lead back. Entries that were not
 * there are hidden, hidden ones shown; what only the server writes and what never changes is left alone.
 * @param scope a place: only what lies there or below (`cues/{id}` takes the cells of the cue along)
 */
export function restoreEdits(
  kind: DocumentKind,
  now: DocumentVersion,
  then: DocumentVersion,
  scope: string | null = null,
): RestoreEdit[] {
  const edits: RestoreEdit[] = []
  for (const [root, shape] of Object.entries(documentShapes[kind])) {
    if (shape.kind === 'text')
      edits.push(...changed(root, now.texts[root], then.texts[root], 'text'))
    if (shape.kind === 'record') {
      for (const field of Object.keys(shape.fields)) {
        const path = `${root}/${field}`
        edits.push(...changed(path, now.roots[root]?.[field], then.roots[root]?.[field], 'set'))
      }
    }
    if (shape.kind === 'entries') {
      for (const [id, entry] of Object.entries(now.roots[root] ?? {})) {
        edits.push(...entryEdits(root, shape.fields, id, entry, then.roots[root]?.[id]))
      }
    }
  }
  for (const path of new Set([...Object.keys(now.cells), ...Object.keys(then.cells)])) {
    edits.push(...cellEdits(path, now.cells[path], then.cells[path]))
  }
  return scope === null ? edits : edits.filter(({ path }) => liesIn(path, scope))
}

type Fields = Readonly<Record<string, { kind: 'scalar'; fixed: boolean } | { kind: 'text' }>>

function entryEdits(
  root: string,
  fields: Fields,
  id: string,
  entry: unknown,
  then: unknown,
): RestoreEdit[] {
  if (!isObject(entry)) return []
  const at = `${root}/${id}`
  // It was made later: it is hidden, with all that it holds, so that it can be brought back.
  if (!isObject(then)) {
    return entry['deletedAt'] === null
      ? [{ path: `${at}/deletedAt`, kind: 'set', now: null, was: 'now' }]
      : []
  }
  const bothHidden = entry['deletedAt'] !== null && then['deletedAt'] !== null
  if (bothHidden) return []
  return Object.entries(fields).flatMap(([field, shape]) => {
    const path = `${at}/${field}`
    if (shape.kind === 'text') return changed(path, entry[field], then[field], 'text')
    if (shape.fixed) return []
    if (field === 'deletedAt') {
      if ((entry[field] === null) === (then[field] === null)) return []
      const value = then[field] === null ? null : 'now'
      return [{ path, kind: 'set', now: entry[field], was: value }]
    }
    const missing = root === 'cues' ? defaultOf(field) : undefined
    return changed(path, entry[field] ?? missing, then[field] ?? missing, 'set')
  })
}

function cellEdits(path: string, now: unknown, then: unknown): RestoreEdit[] {
  if (!cellHolders(path) || now === then) return []
  const isText = typeof now === 'string' || typeof then === 'string'
  // A text column and an option both read as strings; whoever applies it knows which of the two holds it.
  return [
    { path, kind: isText ? 'text' : 'set', now: now ?? null, was: then ?? (isText ? '' : null) },
  ]
}

function changed(path: string, now: unknown, then: unknown, kind: 'set' | 'text'): RestoreEdit[] {
  const [from, to] = kind === 'text' ? [now ?? '', then ?? ''] : [now, then]
  // What had no value then cannot be put back: no client may take a value away.
  if (to === undefined || JSON.stringify(from) === JSON.stringify(to)) return []
  return [{ path, kind, now: from, was: to }]
}

/** Whether a place is another one or lies below it; the cells of a cue lie in the cue. */
export function liesIn(path: string, scope: string): boolean {
  if (path === scope || path.startsWith(`${scope}/`)) return true
  const { root, entryId, field } = placeOf(scope)
  return root === 'cues' && field === null && path.startsWith(`cells/${entryId}/`)
}

function defaultOf(field: string): unknown {
  const defaults: Readonly<Record<string, unknown>> = cueFieldDefaults
  return defaults[field]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
