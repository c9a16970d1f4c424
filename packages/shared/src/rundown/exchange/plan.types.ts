import type { Trigger } from '../automation.schema.ts'
import type { CellValue, Column, Group } from '../columns.schema.ts'
import type { Cue } from '../document.schema.ts'
import type { RundownSettings, ViewPreset } from '../views.schema.ts'
import type { Problem } from './incoming.ts'

/** How rows of a file find what is there: by id, by the crew's number, or not at all (all are added). */
export type MatchBy = 'id' | 'number' | 'nothing'

export type PlanOptions = {
  matchBy: MatchBy
  /** What happens to cues, groups and triggers that the file does not name. */
  unnamed: 'keep' | 'delete'
  /** An empty cell leaves what is there; otherwise it empties it. */
  keepWhereEmpty: boolean
  newId: () => string
  nowMs: number
}

/** One field that changes, as people read it. */
export type FieldChange = { name: string; from: string; to: string }

export type PlanRow = {
  kind: 'cue' | 'group'
  action: 'add' | 'change' | 'same' | 'delete'
  id: string
  /** In the file, from 1; null: it is not in the file. */
  rowNumber: number | null
  title: string
  changes: readonly FieldChange[]
  /** It comes to stand elsewhere. */
  moved: boolean
}

export type CellEdit = { cueId: string; column: Column; value: CellValue }

/** What an import writes, to be applied whole. New entries come with all their fields. */
export type ImportEdits = {
  newColumns: readonly Column[]
  newGroups: readonly Group[]
  newCues: readonly Cue[]
  newTriggers: readonly Trigger[]
  newPresets: readonly ViewPreset[]
  /** Fields of entries that are there, `deletedAt` among them. */
  groups: readonly { id: string; fields: Partial<Group> }[]
  cues: readonly { id: string; fields: Partial<Cue> }[]
  triggers: readonly { id: string; fields: Partial<Trigger> }[]
  cells: readonly CellEdit[]
  settings: Partial<RundownSettings>
}

export type ImportPlan = {
  /** In the order in which they will stand; what goes away comes last. */
  rows: readonly PlanRow[]
  edits: ImportEdits
  problems: readonly Problem[]
}
