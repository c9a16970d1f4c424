import type { Group } from '../columns.schema.ts'
import { isEntryId, type Cue } from '../document.schema.ts'
import type { Incoming, IncomingGroup, Problem } from './incoming.ts'
import type { PlanOptions } from './plan.types.ts'
import { standingInOrder, type RundownContent } from './rundown-content.ts'

export type Matches = {
  /** By row number: the id that the cue has or gets, and what it is now. */
  cues: ReadonlyMap<number, { id: string; was: Cue | null }>
  groups: ReadonlyMap<number, { id: string; was: Group | null }>
  problems: readonly Problem[]
}

/**
 * Which row of a file is which entry. What was deleted is brought back when a file names its id; an id that
 * nobody has is kept, so that the same file can be imported again.
 */
export function matchRows(
  content: RundownContent,
  incoming: Incoming,
  options: PlanOptions,
): Matches {
  const problems: Problem[] = []
  const cueById = new Map(content.cues.map((cue) => [cue.id, cue]))
  const groupById = new Map(content.groups.map((group) => [group.id, group]))
  const byNumber = cuesByNumber(content)
  const groupByTitle = new Map(
    standingInOrder(content.groups)
      .toReversed()
      .map((group) => [group.title, group]),
  )
  const claimed = new Set<string>()
  const claim = <Entry extends { id: string }>(entry: Entry | undefined): Entry | null => {
    if (!entry || claimed.has(entry.id)) return null
    claimed.add(entry.id)
    return entry
  }
  const freshId = (wanted: string | null): string => {
    const free =
      wanted !== null && isEntryId(wanted) && !cueById.has(wanted) && !groupById.has(wanted)
    const id = free && !claimed.has(wanted) && options.matchBy === 'id' ? wanted : options.newId()
    claimed.add(id)
    return id
  }
  const cues = new Map<number, { id: string; was: Cue | null }>()
  const groups = new Map<number, { id: string; was: Group | null }>()
  const groupFor = (row: IncomingGroup): Group | null => {
    if (options.matchBy === 'nothing') return null
    if (row.id !== null && options.matchBy === 'id') return claim(groupById.get(row.id))
    return claim(row.fields.title ? groupByTitle.get(row.fields.title) : undefined)
  }
  for (const row of incoming.rows) {
    if (row.kind === 'group') {
      const was = groupFor(row)
      groups.set(row.rowNumber, { id: was?.id ?? freshId(row.id), was })
      continue
    }
    let was: Cue | null = null
    if (options.matchBy === 'id' && row.id !== null) was = claim(cueById.get(row.id))
    const number = row.fields.number
    if (options.matchBy === 'number' && number) {
      const [found, ...others] = byNumber.get(number) ?? []
      if (others.length > 0) problems.push(ambiguous(row.rowNumber, number, others.length + 1))
      was = claim(found)
    }
    cues.set(row.rowNumber, { id: was?.id ?? freshId(row.id), was })
  }
  return { cues, groups, problems }
}

/** Only numbers that the crew gave: a place in the order is no name. */
function cuesByNumber(content: RundownContent): Map<string, Cue[]> {
  const byNumber = new Map<string, Cue[]>()
  for (const cue of standingInOrder(content.cues)) {
    if (cue.number === null) continue
    byNumber.set(cue.number, [...(byNumber.get(cue.number) ?? []), cue])
  }
  return byNumber
}

function ambiguous(rowNumber: number, number: string, count: number): Problem {
  const text = `${count} cues of the show have the number ${number}: give each its own, or match by id`
  return { severity: 'error', rowNumber, column: 'Number', text }
}
