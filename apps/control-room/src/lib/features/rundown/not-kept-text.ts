import { errorText, type ErrorCode } from '@stallcast/shared/kernel'
import {
  cueColumnByKey,
  parseCellKey,
  parseCellTextRoot,
  type Column,
  type Cue,
} from '@stallcast/shared/rundown'
import { durationText } from '#lib/ui/time-text.ts'
import { z } from 'zod'

const fieldNames: Record<string, string> = {
  title: 'title',
  notes: 'notes',
  script: 'script',
  durationMs: 'length',
  sourceId: 'camera',
  priceMinor: 'price',
  quantity: 'quantity',
  order: 'place in the run of show',
  deletedAt: 'deletion',
  outAtMs: 'mark out',
  label: 'name of the clip',
  type: 'kind',
  productId: 'product',
  skip: 'skipping',
  flag: 'watch mark',
  name: 'name',
  targetMs: 'target length',
  wordsPerMinute: 'reading speed',
  fixedEndMs: 'fixed end',
}

type NamedColumn = Pick<Column, 'id' | 'name'>

/** What a person tried, in words, so that it can be asked of somebody who may. */
export function notKeptLines(
  edits: readonly { path: string; value: string }[],
  cues: readonly Cue[],
  columns: readonly NamedColumn[] = [],
): { path: string; place: string; value: string }[] {
  const cueAt = (id: string): string => {
    const at = cues.findIndex((cue) => cue.id === id)
    return at < 0 ? 'New cue' : `Cue ${at + 1}`
  }
  return edits.map(({ path, value }) => {
    const cell = cellOf(path)
    if (cell) {
      const name = columns.find((column) => column.id === cell.columnId)?.name ?? 'a column'
      return { path, place: `${cueAt(cell.cueId)}, ${name}`, value }
    }
    const [root = '', id = '', field = ''] = path.split('/')
    if (root === 'settings') return { path, place: `Setting, ${fieldName(id)}`, value }
    const thing = root === 'cues' ? cueAt(id) : (things[root] ?? 'Mark')
    return {
      path,
      place: [thing, fieldName(field)].filter(Boolean).join(', '),
      value: shownValue(field, value),
    }
  })
}

const things: Readonly<Record<string, string>> = {
  marks: 'Mark',
  groups: 'Group',
  columns: 'Column',
  views: 'Saved view',
  triggers: 'Trigger',
  attachments: 'Attachment',
}

/** The cell that a path names: `cells/{cueId}:{columnId}`, or the root of its text. */
function cellOf(path: string): { cueId: string; columnId: string } | null {
  return path.startsWith('cells/')
    ? parseCellKey(path.slice('cells/'.length))
    : parseCellTextRoot(path)
}

function fieldName(field: string): string {
  return fieldNames[field] ?? cueColumnByKey(field)?.title.toLowerCase() ?? field
}

const wordFields = ['title', 'notes', 'script', 'label']

/** Of the edits, what was written in words: all that is worth typing again elsewhere. */
export function writtenLines(
  edits: readonly { path: string; value: string }[],
  cues: readonly Cue[],
  columns: readonly NamedColumn[] = [],
): ReturnType<typeof notKeptLines> {
  const written = edits.filter(({ path }) => {
    const [, , field] = path.split('/')
    return field === undefined || wordFields.includes(field) || cellOf(path) !== null
  })
  return notKeptLines(written, cues, columns).filter((line) => line.value !== '')
}

const entrySchema = z.object({
  title: z.string().default(''),
  label: z.string().default(''),
  script: z.string().default(''),
  notes: z.string().default(''),
})

function shownValue(field: string, value: string): string {
  if (field === 'durationMs' || field === 'targetMs') return durationText(Number(value))
  // A key that means a place, and a time of deletion: nothing that a person wrote.
  if (field === 'order') return 'moved'
  if (field === 'deletedAt') return value === '' ? 'taken back' : 'deleted'
  if (field !== '') return value
  const entry = entrySchema.safeParse(parseJson(value)).data
  return entry
    ? [entry.title, entry.label, entry.script, entry.notes].filter(Boolean).join('\n')
    : value
}

const reasonSchema = z.object({
  code: z.string(),
  path: z.string().optional(),
  why: z.string().optional(),
})

/** Refusals that have nothing to do with who asked. */
const whyTexts: Record<string, string> = {
  size: 'was too long',
  value: 'was not a value it can have',
  shape: 'was not understood',
  fixed: 'cannot be changed once it is there',
}

/** Why edits were not kept though nobody refused them. */
const ownReasons: Record<string, string> = {
  'auth.role-changed': 'Your role has changed, and these edits need the one you had.',
  'seat.replaced':
    'These were written on this device in a seat that has been replaced, and never sent.',
  'collab.restored':
    'The server was set back to an earlier state, so the copy on this device was thrown away.',
}

/** The server says `{ code, path, why }`; people read a sentence. */
export function reasonText(reason: string, role: string): string {
  const parsed = reasonSchema.safeParse(parseJson(reason))
  const field = parsed.data?.path?.split('/').at(2)
  const column = parsed.data?.path?.startsWith('cells/')
  const thing = field === undefined ? 'that' : column ? 'this column' : `the ${fieldName(field)}`
  const code = parsed.data?.code
  const own = ownReasons[code ?? '']
  if (own) return own
  const why = whyTexts[parsed.data?.why ?? '']
  if (why) return `What you wrote in ${thing} ${why}, so it was not kept.`
  if (code === undefined || code === 'collab.refused') {
    return errorText('collab.refused', { role, path: thing })
  }
  return known(code) ? errorText(code, { role, path: thing }) : errorText('internal')
}

function known(code: string): code is ErrorCode {
  return ['input.invalid', 'auth.forbidden', 'rate.limited'].includes(code)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
