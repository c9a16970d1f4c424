import type { CellValue, Column, Group } from '../columns.schema.ts'
import type { Trigger } from '../automation.schema.ts'
import type { Cue } from '../document.schema.ts'
import type { RundownSettings, ViewPreset } from '../views.schema.ts'

/** Fields of a cue that a file can say something about. */
export type ImportedFields = Partial<
  Omit<Cue, 'id' | 'order' | 'groupId' | 'deletedAt' | 'createdAt'>
>

/** `group`: the `ref` of its group, null for none, undefined when the file does not say. */
export type IncomingCue = {
  kind: 'cue'
  /** Where it stands in the file, counted from 1. */
  rowNumber: number
  id: string | null
  group: string | null | undefined
  fields: ImportedFields
  /** By the `ref` of the column. */
  cells: ReadonlyMap<string, CellValue>
}

/** `ref` names it inside the file. */
export type IncomingGroup = {
  kind: 'group'
  rowNumber: number
  ref: string
  id: string | null
  fields: Partial<Pick<Group, 'title' | 'colour' | 'targetMs'>>
}

export type IncomingColumn = Pick<
  Column,
  'name' | 'type' | 'options' | 'writers' | 'department'
> & {
  ref: string
  /** Of the column that is there already; null: to be made. */
  columnId: string | null
}

/** A file that was understood, whatever its format. Parts that it says nothing about are null. */
export type Incoming = {
  rows: readonly (IncomingCue | IncomingGroup)[]
  columns: readonly IncomingColumn[]
  triggers: readonly Trigger[] | null
  presets: readonly ViewPreset[] | null
  settings: { [Field in keyof RundownSettings]?: RundownSettings[Field] | undefined } | null
}

/** `error`: nothing can be imported until it is mended. `note`: what will be left out or done differently. */
export type Problem = {
  severity: 'error' | 'note'
  /** Counted from 1 as the file shows it; null: the file as a whole. */
  rowNumber: number | null
  column: string | null
  text: string
}

export type Understood = { incoming: Incoming; problems: readonly Problem[] }

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}
