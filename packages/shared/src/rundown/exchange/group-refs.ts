import type { Group } from '../columns.schema.ts'
import type { Incoming } from './incoming.ts'
import type { Matches } from './match.ts'
import type { PlanOptions } from './plan.types.ts'
import { standingInOrder, type RundownContent } from './rundown-content.ts'

/** A group that an import names. `places`: the file says where it stands. */
export type ResolvedGroup = {
  id: string
  rowNumber: number | null
  was: Group | null
  fields: Partial<Pick<Group, 'title' | 'colour' | 'targetMs'>>
  places: boolean
}

export type ResolvedGroups = {
  all: readonly ResolvedGroup[]
  named: ReadonlySet<string>
  idOf: (ref: string) => string | null
}

/**
 * Cues name their group as `#id`, or by its title: a group of the file first, then one that is there, else a new
 * one of that name.
 */
export function resolveGroups(
  content: RundownContent,
  incoming: Incoming,
  matches: Matches,
  options: PlanOptions,
): ResolvedGroups {
  const all: ResolvedGroup[] = []
  const byRef = new Map<string, string>()
  const byTitle = new Map<string, string>()
  for (const row of incoming.rows) {
    const match = matches.groups.get(row.rowNumber)
    if (row.kind !== 'group' || !match) continue
    all.push({ ...match, rowNumber: row.rowNumber, fields: row.fields, places: true })
    byRef.set(row.ref, match.id)
    const title = row.fields.title ?? ''
    if (!byTitle.has(title)) byTitle.set(title, match.id)
  }
  const standing = standingInOrder(content.groups)
  const add = (ref: string, was: Group | null): string => {
    const id = was?.id ?? options.newId()
    byRef.set(ref, id)
    const fields = was ? {} : { title: ref.slice(0, 200) }
    all.push({ id, rowNumber: null, was, fields, places: was === null })
    return id
  }
  for (const row of incoming.rows) {
    if (row.kind === 'group' || !row.group || byRef.has(row.group)) continue
    const titled = byTitle.get(row.group)
    if (titled !== undefined) {
      byRef.set(row.group, titled)
      continue
    }
    const there = standing.find(
      (group) => `#${group.id}` === row.group || group.title === row.group,
    )
    add(row.group, there && !all.some((group) => group.id === there.id) ? there : null)
  }
  return {
    all,
    named: new Set(all.map((group) => group.id)),
    idOf: (ref) => byRef.get(ref) ?? null,
  }
}
