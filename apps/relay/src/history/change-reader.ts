import type { Role } from '@stallcast/shared/crew'
import {
  cellHolders,
  cueOf,
  documentPath,
  documentShapes,
  placeOf,
  shortDiff,
  textDiff,
  type DocumentKind,
  type HistoryChange,
  type PlaceChange,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { createDocument, type LoggedUpdate } from '../collab/index.ts'
import { lostWrites } from './lost-writes.ts'

/** A pause this long in a text ends what counts as typed in one go. */
const runPauseMs = 60_000
/** A new entry is put in as deleted and shown at once (so that undo can hide it): one change to people. */
const shownWithinMs = 5_000
const madeTextMost = 300

/** What one person types in one text in one go. */
type Run = { path: string; text: Y.Text; before: string; first: LoggedUpdate; last: LoggedUpdate }

/**
 * Replays the log of a document and says what each row changed. Rows must come in order, each once. Texts are
 * told once a run of typing is over; `openRuns` tells those that may go on.
 */
export class ChangeReader {
  readonly doc: Y.Doc
  /** Of the last row that was replayed. */
  seq = 0
  readonly #kind: DocumentKind
  readonly #runs = new Map<string, Run>()
  readonly #made = new Map<string, LoggedUpdate>()
  #touched = new Set<Y.Text>()
  #found: { path: string; change: PlaceChange }[] = []

  constructor(kind: DocumentKind) {
    this.#kind = kind
    this.doc = createDocument(kind)
    for (const [root, shape] of Object.entries(documentShapes[kind])) {
      if (shape.kind === 'server' || shape.kind === 'text') continue
      this.doc.getMap(root).observeDeep((events) => this.#note(root, events))
    }
    this.doc.on('afterTransaction', ({ changed }: Y.Transaction) => {
      for (const type of changed.keys()) if (type instanceof Y.Text) this.#touched.add(type)
    })
  }

  /** Begins from a whole state. */
  start(seq: number, state: Uint8Array): void {
    Y.applyUpdate(this.doc, state)
    this.#forget()
    this.seq = seq
  }

  /** Replays rows whose changes are known. */
  pass(rows: readonly LoggedUpdate[]): void {
    this.doc.transact(() => {
      for (const row of rows) Y.applyUpdate(this.doc, row.update)
    })
    this.#forget()
    this.seq = rows.at(-1)?.seq ?? this.seq
  }

  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  /** @returns the changes that are finished with this row */
  read(row: LoggedUpdate): HistoryChange[] {
    const places = row.paths.map((path) => ({
      path: normal(path),
      text: this.#textAt(normal(path)),
    }))
    const ended = places.flatMap(({ path }) => this.#endRun(path, row))
    const before = new Map(
      places.flatMap(({ path, text }) =>
        text && !this.#runs.has(path) ? [[path, text.toString()] as const] : [],
      ),
    )
    this.#forget()
    Y.applyUpdate(this.doc, row.update)
    this.seq = row.seq
    for (const { path, text } of places) {
      if (!text || !this.#touched.has(text)) continue
      const run = this.#runs.get(path)
      if (run) run.last = row
      else
        this.#runs.set(path, { path, text, before: before.get(path) ?? '', first: row, last: row })
    }
    const told = new Set([...this.#found.map(({ path }) => path), ...this.#runs.keys()])
    const missing = places.flatMap(({ path }) => (told.has(path) ? [] : [path]))
    const lost = missing.length > 0 ? lostWrites(this.doc, row.update, new Set(missing)) : []
    const changes = [...this.#found, ...lost].filter(
      ({ path, change }) => !this.#shows(path, change, row),
    )
    return [...ended, ...changes.map(({ path, change }) => changeOf(path, change, row, row))]
  }

  /** What is being typed, as far as it has come. */
  openRuns(): HistoryChange[] {
    return [...this.#runs.values()].flatMap(runChange)
  }

  #note(root: string, events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
    for (const event of events) {
      if (!(event.target instanceof Y.Map)) continue
      const base = event.path.map(String)
      for (const [key, { oldValue }] of event.changes.keys) {
        const path = documentPath(root, [...base, key])
        const value: unknown = event.target.get(key)
        if (value instanceof Y.Text) continue
        this.#found.push({
          path,
          change:
            value instanceof Y.Map
              ? { kind: 'made', made: shortened(value.toJSON()) }
              : { kind: 'set', old: plain(oldValue), new: plain(value) },
        })
      }
    }
  }

  /** Whether this only shows what was made a moment ago, and notes what is made. */
  #shows(path: string, change: PlaceChange, row: LoggedUpdate): boolean {
    if (change.kind === 'made') this.#made.set(path, row)
    if (change.kind !== 'set' || change.new !== null || !path.endsWith('/deletedAt')) return false
    const entry = path.slice(0, -'/deletedAt'.length)
    const made = this.#made.get(entry)
    this.#made.delete(entry)
    return made?.sessionId === row.sessionId && row.atMs - made.atMs <= shownWithinMs
  }

  #endRun(path: string, row: LoggedUpdate): HistoryChange[] {
    const run = this.#runs.get(path)
    if (!run) return []
    const goesOn =
      run.last.sessionId === row.sessionId &&
      run.last.personName === row.personName &&
      row.atMs - run.last.atMs <= runPauseMs
    if (goesOn) return []
    this.#runs.delete(path)
    return runChange(run)
  }

  /** The text at a path, if there can be one. */
  #textAt(path: string): Y.Text | null {
    const cell = cellHolders(path)
    if (cell) return this.doc.getText(cell.textRoot)
    const { root, entryId, field } = placeOf(path)
    const shape = documentShapes[this.#kind][root]
    if (shape?.kind === 'text') return this.doc.getText(root)
    if (shape?.kind !== 'entries' || entryId === null || field === null) return null
    if (shape.fields[field]?.kind !== 'text') return null
    const entry = this.doc.getMap(root).get(entryId)
    const text = entry instanceof Y.Map ? entry.get(field) : null
    return text instanceof Y.Text ? text : null
  }

  #forget(): void {
    this.#found = []
    this.#touched = new Set()
  }
}

function runChange(run: Run): HistoryChange[] {
  const parts = shortDiff(textDiff(run.before, run.text.toString()))
  // Typed and taken back again: nothing to tell.
  if (parts.every((part) => part.kind === 'same')) return []
  return [changeOf(run.path, { kind: 'text', parts }, run.first, run.last)]
}

function changeOf(
  path: string,
  change: PlaceChange,
  first: LoggedUpdate,
  last: LoggedUpdate,
): HistoryChange {
  return {
    firstSeq: first.seq,
    seq: last.seq,
    path,
    cueId: cueOf(path),
    change,
    sessionId: last.sessionId,
    role: last.role as Role | null,
    personName: last.personName,
    firstAtMs: first.atMs,
    atMs: last.atMs,
  }
}

/** The log names places as Yjs holds them or as the policy does. */
function normal(path: string): string {
  const [root = '', ...keys] = path.split('/')
  return documentPath(root, keys)
}

function plain(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.toJSON() : (value ?? null)
}

function shortened(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([field, value]) => [
      field,
      typeof value === 'string' && value.length > madeTextMost
        ? `${value.slice(0, madeTextMost).toWellFormed()}…`
        : value,
    ]),
  )
}
