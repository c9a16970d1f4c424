import type { CellValue, Column, Group } from '../columns.schema.ts'
import { cellKey } from '../columns.schema.ts'
import { newCue, type Cue } from './new-entries.ts'
import { describeCue, describeGroup } from './describe.ts'
import { resolveGroups } from './group-refs.ts'
import type { Incoming, IncomingCue } from './incoming.ts'
import { checkLimits } from './limits.ts'
import { matchRows } from './match.ts'
import type { CellEdit, ImportPlan, PlanOptions, PlanRow } from './plan.types.ts'
import { planColumns, planPresets, planSettings, planTriggers } from './plan-rest.ts'
import { placeAll } from './plan-places.ts'
import { standingInOrder, type RundownContent } from './rundown-content.ts'
import type { Surroundings } from './surroundings.ts'

export type PlannedCue = {
  id: string
  incoming: IncomingCue
  was: Cue | null
  groupId: string | null
}

/**
 * What an import would do, row by row, and the edits that do it. Nothing is changed here; if `problems` holds an
 * error, the edits must not be applied.
 */
export function planImport(
  content: RundownContent,
  incoming: Incoming,
  show: Surroundings,
  options: PlanOptions,
): ImportPlan {
  const matches = matchRows(content, incoming, options)
  const columns = planColumns(content, incoming.columns, options)
  const groups = resolveGroups(content, incoming, matches, options)
  const cues = planCues(incoming, matches.cues, groups.idOf, content)
  const named = new Set(cues.map((cue) => cue.id))
  const gone = options.unnamed === 'delete'
  const deletedCues = gone ? standingInOrder(content.cues).filter((cue) => !named.has(cue.id)) : []
  const deletedGroups = gone
    ? standingInOrder(content.groups).filter((group) => !groups.named.has(group.id))
    : []
  const places = placeAll(content, cues, groups.all, { deletedCues, deletedGroups })

  const cells: CellEdit[] = []
  const rows: PlanRow[] = []
  const newCues: Cue[] = []
  const cueEdits: { id: string; fields: Partial<Cue> }[] = []
  for (const planned of cues) {
    const { id, was, incoming: given } = planned
    const fields = { ...kept(given.fields, was, options), groupId: planned.groupId }
    const order = places.keys.get(id) ?? was?.order ?? ''
    const changed = cellEdits(id, was, given.cells, columns.byRef, content, options)
    cells.push(...changed)
    if (was === null) newCues.push(newCue({ ...fields, id, order }, options.nowMs))
    else {
      const edit = differences(was, { ...fields, order, deletedAt: null })
      if (Object.keys(edit).length > 0) cueEdits.push({ id, fields: edit })
    }
    rows.push(
      describeCue(planned, fields, changed, places.moved.has(id), { show, content, groups }),
    )
  }
  const groupEdits: { id: string; fields: Partial<Group> }[] = []
  const newGroups: Group[] = []
  for (const group of groups.all) {
    const order = places.keys.get(group.id) ?? group.was?.order ?? ''
    const fields = { ...group.fields, order }
    if (group.was === null) newGroups.push(newGroup(group.id, fields, options.nowMs))
    else {
      const edit = differences(group.was, { ...fields, deletedAt: null })
      if (Object.keys(edit).length > 0) groupEdits.push({ id: group.id, fields: edit })
    }
    if (group.rowNumber !== null || group.was === null) {
      rows.push(describeGroup(group, places.moved.has(group.id)))
    }
  }
  for (const cue of deletedCues) {
    cueEdits.push({ id: cue.id, fields: { deletedAt: options.nowMs } })
  }
  for (const group of deletedGroups) {
    groupEdits.push({ id: group.id, fields: { deletedAt: options.nowMs } })
  }
  const cueIds = new Map(cues.map(({ incoming: { id }, id: now }) => [id ?? now, now]))
  const triggers = planTriggers(content, incoming.triggers, cueIds, options)
  const edits = {
    newColumns: columns.added,
    newGroups,
    newCues,
    newTriggers: triggers.added,
    newPresets: planPresets(content, incoming.presets, columns.idByRef, options),
    groups: groupEdits,
    cues: cueEdits,
    triggers: triggers.changed,
    cells,
    settings: planSettings(content, incoming.settings),
  }
  return {
    rows: [...inSequence(rows, places.sequence), ...deletedRows(deletedGroups, deletedCues)],
    edits,
    problems: [...matches.problems, ...checkLimits(content, edits)],
  }
}

function planCues(
  incoming: Incoming,
  matched: ReadonlyMap<number, { id: string; was: Cue | null }>,
  groupIdOf: (ref: string) => string | null,
  content: RundownContent,
): PlannedCue[] {
  const standing = new Set(standingInOrder(content.groups).map((group) => group.id))
  let before: string | null = null
  return incoming.rows.flatMap((row): PlannedCue[] => {
    const match = matched.get(row.rowNumber)
    if (row.kind === 'group' || !match) return []
    const { id, was } = match
    // A file that says nothing of groups leaves cues where they are; a new one joins the cue above it.
    const present =
      was !== null && was.groupId !== null && standing.has(was.groupId) ? was.groupId : null
    const unsaid = was === null ? before : present
    const groupId =
      row.group === undefined ? unsaid : row.group === null ? null : groupIdOf(row.group)
    before = groupId
    return [{ id, incoming: row, was, groupId }]
  })
}

/** Leaves out what an empty cell says, where that shall leave things as they are. */
function kept<Fields extends object>(
  fields: Fields,
  was: Cue | null,
  options: PlanOptions,
): Fields {
  if (was === null || !options.keepWhereEmpty) return fields
  const said = Object.entries(fields).filter(([, value]) => !isNothing(value) && value !== 0)
  return Object.fromEntries(said) as Fields
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === false
}

function differences<Entry extends object>(was: Entry, wanted: Partial<Entry>): Partial<Entry> {
  const before = was as Readonly<Record<string, unknown>>
  const changed = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && before[key] !== value,
  )
  return Object.fromEntries(changed) as Partial<Entry>
}

function cellEdits(
  cueId: string,
  was: Cue | null,
  given: ReadonlyMap<string, CellValue>,
  columns: ReadonlyMap<string, Column>,
  content: RundownContent,
  options: PlanOptions,
): CellEdit[] {
  return [...given].flatMap(([ref, value]): CellEdit[] => {
    const column = columns.get(ref)
    if (!column) return []
    const now = content.cells.get(cellKey(cueId, column.id)) ?? null
    if (now === value || (isNothing(now) && isNothing(value))) return []
    if (was !== null && isNothing(value) && options.keepWhereEmpty) return []
    return [{ cueId, column, value }]
  })
}

function newGroup(id: string, fields: Partial<Group> & { order: string }, nowMs: number): Group {
  const plain = { title: '', colour: null, targetMs: null, deletedAt: null, createdAt: nowMs }
  return { ...plain, ...fields, id }
}

function inSequence(rows: readonly PlanRow[], sequence: readonly string[]): PlanRow[] {
  const at = new Map(sequence.map((id, index) => [id, index]))
  return rows.toSorted((a, b) => (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0))
}

function deletedRows(groups: readonly Group[], cues: readonly Cue[]): PlanRow[] {
  const row = (kind: PlanRow['kind'], entry: Group | Cue): PlanRow => ({
    kind,
    action: 'delete',
    id: entry.id,
    rowNumber: null,
    title: entry.title,
    changes: [],
    moved: false,
  })
  return [...groups.map((group) => row('group', group)), ...cues.map((cue) => row('cue', cue))]
}
