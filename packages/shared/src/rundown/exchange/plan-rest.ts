import type { Trigger } from '../automation.schema.ts'
import { generateNKeysBetween } from 'fractional-indexing'
import type { Column } from '../columns.schema.ts'
import type { RundownSettings, ViewPreset } from '../views.schema.ts'
import type { Incoming, IncomingColumn } from './incoming.ts'
import type { PlanOptions } from './plan.types.ts'
import { standingInOrder, type RundownContent } from './rundown-content.ts'

/** Columns that the file brings along, behind those that are there. */
export function planColumns(
  content: RundownContent,
  incoming: readonly IncomingColumn[],
  options: PlanOptions,
): { added: Column[]; byRef: Map<string, Column>; idByRef: Map<string, string> } {
  const standing = standingInOrder(content.columns)
  const byRef = new Map<string, Column>()
  const fresh = incoming.filter((column) => {
    const there = standing.find(({ id }) => id === column.columnId)
    if (there) byRef.set(column.ref, there)
    return !there
  })
  const orders = generateNKeysBetween(standing.at(-1)?.order ?? null, null, fresh.length)
  const added = fresh.map((column, index): Column => {
    const { name, type, options: offered, writers, department } = column
    const made: Column = {
      name,
      type,
      options: offered,
      writers,
      department,
      id: options.newId(),
      order: orders[index] ?? '',
      deletedAt: null,
      createdAt: options.nowMs,
    }
    byRef.set(column.ref, made)
    return made
  })
  return { added, byRef, idByRef: new Map([...byRef].map(([ref, { id }]) => [ref, id])) }
}

type TriggerPlan = { added: Trigger[]; changed: { id: string; fields: Partial<Trigger> }[] }

/** @param cueIds ids in the file and in the document */
export function planTriggers(
  content: RundownContent,
  incoming: readonly Trigger[] | null,
  cueIds: ReadonlyMap<string, string>,
  options: PlanOptions,
): TriggerPlan {
  if (incoming === null) return { added: [], changed: [] }
  const known = new Map(content.triggers.map((trigger) => [trigger.id, trigger]))
  const plan: TriggerPlan = { added: [], changed: [] }
  const named = new Set<string>()
  for (const trigger of incoming) {
    const cueId = cueIds.get(trigger.cueId)
    if (cueId === undefined) continue
    const was = options.matchBy === 'id' ? known.get(trigger.id) : undefined
    const { on, action, enabled } = trigger
    if (was?.cueId === cueId && !named.has(was.id)) {
      named.add(was.id)
      const same = was.on === on && was.enabled === enabled && was.deletedAt === null
      if (!same || JSON.stringify(was.action) !== JSON.stringify(action)) {
        plan.changed.push({ id: was.id, fields: { on, action, enabled, deletedAt: null } })
      }
      continue
    }
    const free = options.matchBy === 'id' && !known.has(trigger.id) && !named.has(trigger.id)
    const id = free ? trigger.id : options.newId()
    named.add(id)
    plan.added.push({ ...trigger, id, cueId, deletedAt: null, createdAt: options.nowMs })
  }
  if (options.unnamed === 'keep') return plan
  for (const trigger of content.triggers) {
    if (trigger.deletedAt !== null || named.has(trigger.id)) continue
    plan.changed.push({ id: trigger.id, fields: { deletedAt: options.nowMs } })
  }
  return plan
}

/** A preset that is there under its name stays as it is. */
export function planPresets(
  content: RundownContent,
  incoming: readonly ViewPreset[] | null,
  columnIds: ReadonlyMap<string, string>,
  options: PlanOptions,
): ViewPreset[] {
  const names = new Set(
    content.presets
      .filter((preset) => preset.deletedAt === null)
      .map((preset) => `${preset.view}:${preset.name}`),
  )
  return (incoming ?? [])
    .filter((preset) => !names.has(`${preset.view}:${preset.name}`))
    .map((preset) => ({
      ...preset,
      id: options.newId(),
      columns: preset.columns.map((key) => columnIds.get(key) ?? key),
      deletedAt: null,
      createdAt: options.nowMs,
    }))
}

export function planSettings(
  content: RundownContent,
  incoming: Incoming['settings'],
): Partial<RundownSettings> {
  const now: Readonly<Record<string, unknown>> = content.settings
  const changed = Object.entries(incoming ?? {}).filter(
    ([key, value]) => value !== undefined && now[key] !== value,
  )
  return Object.fromEntries(changed)
}
