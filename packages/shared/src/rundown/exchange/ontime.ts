import { z } from 'zod'
import type { CellValue } from '../columns.schema.ts'
import { cueFields, type Cue } from '../document.schema.ts'
import { choicesOf, readChoice } from './choice-value.ts'
import type { IncomingColumn, IncomingCue, IncomingGroup, Problem, Understood } from './incoming.ts'
import { standingInOrder } from './rundown-content.ts'
import { nothingIncoming } from './rundown-file.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Project files of Ontime, versions 3 (one `rundown`, a list) and 4 (`rundowns` by id, groups with entries).
 * Only what a run of show needs is read; every field may be missing.
 */
const entrySchema = z.looseObject({ id: z.string(), type: z.string() })
const customSchema = z.record(
  z.string(),
  z.looseObject({ label: z.string(), type: z.string().optional() }),
)
const rundownSchema = z.looseObject({
  title: z.string().optional(),
  order: z.array(z.string()).optional(),
  entries: z.record(z.string(), entrySchema),
})
const projectSchema = z.looseObject({
  rundown: z.array(entrySchema).optional(),
  rundowns: z.record(z.string(), rundownSchema).optional(),
  customFields: customSchema.optional(),
})
type Entry = z.infer<typeof entrySchema>

export function isOntimeProject(value: unknown): boolean {
  const { data } = projectSchema.safeParse(value)
  return data?.rundown !== undefined || data?.rundowns !== undefined
}

/** The rundowns of a project, for people to choose one. */
export function ontimeRundowns(value: unknown): { id: string; title: string }[] {
  const { data } = projectSchema.safeParse(value)
  return Object.entries(data?.rundowns ?? {}).map(([id, { title }]) => ({ id, title: title || id }))
}

/** Reads one rundown of a project (the first, when none is named). Never throws. */
export function readOntime(
  value: unknown,
  show: Surroundings,
  rundownId: string | null = null,
): Understood {
  const parsed = projectSchema.safeParse(value)
  const project = parsed.data
  const problems: Problem[] = []
  const columns = columnsOf(project?.customFields ?? {}, show)
  const reader = new OntimeReader(columns, problems)
  if (project?.rundowns) {
    const [first] = Object.keys(project.rundowns)
    const rundown = project.rundowns[rundownId ?? first ?? '']
    const { entries = {}, order = Object.keys(entries) } = rundown ?? {}
    const inside = new Set(Object.values(entries).flatMap(childrenOf))
    for (const id of order) if (entries[id] && !inside.has(id)) reader.read(entries[id], entries)
  } else for (const entry of project?.rundown ?? []) reader.read(entry, {})
  if (reader.rows.length === 0) {
    const text = 'this is no project file of Ontime with a rundown in it'
    problems.push({ severity: 'error', rowNumber: null, column: null, text })
    return { incoming: nothingIncoming, problems }
  }
  return { incoming: { ...nothingIncoming, rows: reader.rows, columns }, problems }
}

function columnsOf(
  custom: z.infer<typeof customSchema>,
  show: Surroundings,
): (IncomingColumn & { ref: string })[] {
  return Object.entries(custom).map(([ref, { label }]) => {
    const name = label.trim().slice(0, 80) || ref.slice(0, 80) || 'Column'
    const there = standingInOrder(show.columns).find(
      (column) => column.type === 'text' && column.name === name,
    )
    const plain = { options: [], writers: [], department: null }
    return { ref, columnId: there?.id ?? null, name, type: 'text', ...plain }
  })
}

function childrenOf(entry: Entry): string[] {
  return z.array(z.string()).safeParse(entry['entries']).data ?? []
}

class OntimeReader {
  readonly rows: (IncomingCue | IncomingGroup)[] = []
  readonly #columns: readonly IncomingColumn[]
  readonly #problems: Problem[]
  #delayMs = 0
  /** Version 3: a block heads what follows it. */
  #block: string | null = null
  #endsAtMs: number | null = null
  readonly #ids = new Set<string>()

  constructor(columns: readonly IncomingColumn[], problems: Problem[]) {
    this.#columns = columns
    this.#problems = problems
  }

  read(entry: Entry, entries: Readonly<Record<string, Entry>>, group?: string): void {
    const rowNumber = this.rows.length + 1
    if (entry.type === 'delay') {
      this.#delayMs += count(entry['duration']) ?? 0
      return
    }
    const id = this.#freeId(entry.id)
    if (entry.type === 'group' || entry.type === 'block') {
      const ref = `row:${rowNumber}`
      const targetMs = lengthOf(entry['targetDuration'])
      const fields = {
        title: textOf(entry['title'], 200),
        colour: colourOf(entry['colour']),
        targetMs,
      }
      this.rows.push({ kind: 'group', rowNumber, ref, id, fields })
      const children = childrenOf(entry)
      for (const child of children) {
        const inner = entries[child]
        if (inner && inner.type !== 'group' && inner.type !== 'block')
          this.read(inner, entries, ref)
      }
      // Blocks of version 4 hold their entries; those of version 3 end where the next begins.
      this.#block = Array.isArray(entry['entries']) ? null : ref
      return
    }
    if (entry.type !== 'event' && entry.type !== 'milestone') return
    this.rows.push({
      kind: 'cue',
      rowNumber,
      id,
      group: group ?? this.#block,
      fields: this.#fields(entry, rowNumber),
      cells: this.#cells(entry, rowNumber),
    })
  }

  #fields(entry: Entry, rowNumber: number): Partial<Cue> {
    const milestone = entry.type === 'milestone'
    const startTodMs = tod(entry['timeStart'])
    const linked =
      entry['linkStart'] === true || (startTodMs !== null && startTodMs === this.#endsAtMs)
    const durationMs = milestone ? 0 : (lengthOf(entry['duration']) ?? 0)
    const delayMs = this.#delayMs
    this.#delayMs = 0
    if (startTodMs !== null) this.#endsAtMs = (startTodMs + durationMs) % 86_400_000
    const timer = entry['countToEnd'] === true ? 'to-end' : String(entry['timerType'] ?? '')
    const number = textOf(entry['cue'], 1_000).trim()
    if (number.length > 16) {
      const note = `the number “${number.slice(0, 30)}” is longer than 16 letters: cut`
      this.#problems.push({ severity: 'note', rowNumber, column: 'Number', text: note })
    }
    return {
      title: textOf(entry['title'], 500),
      notes: textOf(entry['note'], 20_000),
      number: number.slice(0, 16) || null,
      colour: colourOf(entry['colour']),
      milestone,
      durationMs,
      startMode: linked || milestone || startTodMs === null ? 'linked' : 'soft',
      startTodMs: milestone ? null : startTodMs,
      lockEnd: entry['timeStrategy'] === 'lock-end',
      endTodMs: milestone ? null : tod(entry['timeEnd']),
      delayMs: Math.max(-86_400_000, Math.min(86_400_000, delayMs)),
      skip: entry['skip'] === true,
      flag: entry['flag'] === true,
      autoFollow: (readChoice(String(entry['endAction'] ?? ''), choicesOf.autoFollow) ??
        'none') as Cue['autoFollow'],
      timerType: (readChoice(timer, choicesOf.timerType) ?? 'down') as Cue['timerType'],
      warnMs: lengthOf(entry['timeWarning']),
      dangerMs: lengthOf(entry['timeDanger']),
    }
  }

  #cells(entry: Entry, rowNumber: number): Map<string, CellValue> {
    const custom = z.record(z.string(), z.unknown()).safeParse(entry['custom']).data ?? {}
    return new Map(
      this.#columns.map(({ ref, name }): [string, CellValue] => {
        // Version 3 once kept a custom value as an object.
        const given = custom[ref]
        const inner = z.object({ value: z.unknown() }).safeParse(given).data
        const value = String(inner?.value ?? given ?? '')
        if (value.length > 20_000) {
          const note = `${value.length} letters are too many: cut after 20,000`
          this.#problems.push({ severity: 'note', rowNumber, column: name, text: note })
        }
        return [ref, value.slice(0, 20_000)]
      }),
    )
  }

  #freeId(id: string): string | null {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id) || id === '__proto__' || this.#ids.has(id)) return null
    this.#ids.add(id)
    return id
  }
}

function textOf(value: unknown, maxLength: number): string {
  return typeof value === 'string' ? value.slice(0, maxLength) : ''
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null
}

function lengthOf(value: unknown): number | null {
  const lengthMs = count(value)
  return lengthMs !== null && lengthMs >= 0 && lengthMs <= 86_400_000 ? lengthMs : null
}

function tod(value: unknown): number | null {
  const todMs = count(value)
  return todMs !== null && todMs >= 0 ? todMs % 86_400_000 : null
}

function colourOf(value: unknown): string | null {
  return cueFields.colour.safeParse(value === '' ? null : value).data ?? null
}
