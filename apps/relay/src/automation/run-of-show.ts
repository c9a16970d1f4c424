import type { ApiCue } from '@stallcast/shared/automation'
import type { Cue, RundownRow } from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import { readCells, readColumns, readRows } from '../collab/index.ts'

export type NumberedCue = { cue: Cue; index: number; label: string }

/** The cues in running order, each with what the crew calls it: its number, or its place from 1. */
export function readNumberedCues(doc: Y.Doc): NumberedCue[] {
  return numbered(readRows(doc))
}

export function numbered(rows: readonly RundownRow[]): NumberedCue[] {
  return rows.flatMap((row) =>
    row.kind === 'cue'
      ? [{ cue: row.cue, index: row.index, label: row.cue.number ?? String(row.index + 1) }]
      : [],
  )
}

/** The cues as the API tells them, cells of the crew's columns with them. */
export function readApiCues(doc: Y.Doc): ApiCue[] {
  const columns = readColumns(doc)
  return readNumberedCues(doc).map(({ cue, index, label }) => {
    const { order: _order, deletedAt: _deletedAt, ...told } = cue
    return { ...told, index, label, cells: readCells(doc, cue.id, columns) }
  })
}
