import { cueColumns } from '../columns.ts'
import { cellKey, type Column } from '../columns.schema.ts'
import type { Cue } from '../document.schema.ts'
import { writeCell, writeField } from './field-value.ts'
import type { ResolvedGroup, ResolvedGroups } from './group-refs.ts'
import type { IncomingCue } from './incoming.ts'
import type { CellEdit, FieldChange, PlanRow } from './plan.types.ts'
import type { RundownContent } from './rundown-content.ts'
import type { Surroundings } from './surroundings.ts'

type Around = { show: Surroundings; content: RundownContent; groups: ResolvedGroups }

/** One cue of the plan as people read it. */
export function describeCue(
  cue: { id: string; incoming: IncomingCue; was: Cue | null },
  fields: Partial<Cue>,
  cells: readonly CellEdit[],
  moved: boolean,
  around: Around,
): PlanRow {
  const { was } = cue
  const revived = was !== null && was.deletedAt !== null
  const changes =
    was === null
      ? []
      : [...fieldChanges(was, fields, around), ...cells.map((cell) => cellChange(cell, around))]
  const changed = changes.length > 0 || moved
  return {
    kind: 'cue',
    action: was === null || revived ? 'add' : changed ? 'change' : 'same',
    id: cue.id,
    rowNumber: cue.incoming.rowNumber,
    title: fields.title ?? was?.title ?? '',
    changes,
    moved: moved && was !== null && !revived,
  }
}

export function describeGroup(group: ResolvedGroup, moved: boolean): PlanRow {
  const { was, fields } = group
  const changes: FieldChange[] = []
  if (was && fields.title !== undefined && fields.title !== was.title) {
    changes.push({ name: 'Title', from: was.title, to: fields.title })
  }
  if (was && fields.colour !== undefined && fields.colour !== was.colour) {
    changes.push({ name: 'Colour', from: was.colour ?? '', to: fields.colour ?? '' })
  }
  if (was && fields.targetMs !== undefined && fields.targetMs !== was.targetMs) {
    const text = (value: number | null): string => writeCell({ type: 'duration' }, value)
    changes.push({ name: 'Length', from: text(was.targetMs), to: text(fields.targetMs) })
  }
  const added = was === null || was.deletedAt !== null
  const changed = changes.length > 0 || moved
  return {
    kind: 'group',
    action: added ? 'add' : changed ? 'change' : 'same',
    id: group.id,
    rowNumber: group.rowNumber,
    title: fields.title ?? was?.title ?? '',
    changes,
    moved: moved && !added,
  }
}

function fieldChanges(was: Cue, fields: Partial<Cue>, around: Around): FieldChange[] {
  return cueColumns.flatMap((column): FieldChange[] => {
    const { key, title } = column
    const to = fields[key]
    if (key === 'id' || to === undefined || to === was[key]) return []
    if (key === 'groupId') {
      const from = groupName(was.groupId, around)
      const name = groupName(fields.groupId ?? null, around)
      return from === name ? [] : [{ name: title, from, to: name }]
    }
    const text = (value: Cue[keyof Cue]): string =>
      writeField({ ...column, key }, value, around.show)
    return [{ name: title, from: text(was[key]), to: text(to) }]
  })
}

function groupName(groupId: string | null, { content, groups }: Around): string {
  if (groupId === null) return ''
  const named = groups.all.find((group) => group.id === groupId)
  const there = content.groups.find((group) => group.id === groupId && group.deletedAt === null)
  return named?.fields.title ?? there?.title ?? ''
}

function cellChange({ cueId, column, value }: CellEdit, { content }: Around): FieldChange {
  const now = content.cells.get(cellKey(cueId, column.id)) ?? null
  return { name: column.name, from: shown(column, now), to: shown(column, value) }
}

function shown(column: Column, value: CellEdit['value']): string {
  return writeCell(column, value)
}
