import { generateKeyBetween } from 'fractional-indexing'
import { z } from 'zod'

/** The shared documents of a show. What a role may not read is in a document of its own. */
export const documentKinds = ['rundown', 'finance'] as const
export type DocumentKind = (typeof documentKinds)[number]

const showIdPattern = /^[A-Za-z0-9_-]{1,64}$/

/** `show:{id}:rundown`: the name of a document on the wire and in the log. */
export function documentName(showId: string, kind: DocumentKind): string {
  return `show:${showId}:${kind}`
}

export function parseDocumentName(name: string): { showId: string; kind: DocumentKind } | null {
  const [prefix, showId, kind, ...rest] = name.split(':')
  if (prefix !== 'show' || rest.length > 0 || !showIdPattern.test(showId ?? '')) return null
  const known = documentKinds.find((each) => each === kind)
  return showId !== undefined && known !== undefined ? { showId, kind: known } : null
}

/** Key of a cue, mark or line. What an object treats as special is no id. */
export function isEntryId(key: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(key) && key !== '__proto__'
}

/** A fractional index; clients sort by it and would throw on a malformed one. */
export const orderKeySchema = z.string().min(1).max(200).refine(isOrderKey, 'not an order key')

function isOrderKey(key: string): boolean {
  try {
    generateKeyBetween(key, null)
    return true
  } catch {
    return false
  }
}

const reference = z.string().min(1).max(64).nullable()
const epochMs = z.number().int().min(0).max(8.64e15)

export const cueTypeSchema = z.enum(['segment', 'offer', 'video', 'break', 'settle', 'custom'])
export type CueType = z.infer<typeof cueTypeSchema>

/** Milliseconds after midnight on the wall clock of the show's time zone. */
const timeOfDayMs = z.number().int().min(0).max(86_399_999)
const colour = z
  .string()
  .regex(/^[#A-Za-z0-9-]{1,32}$/)
  .nullable()
const lengthMs = z.number().int().min(0).max(86_400_000)

/** `linked`: begins where the one before ends. `soft`: would like to begin at its time. `hard`: will, whatever runs over. */
export const startModeSchema = z.enum(['linked', 'soft', 'hard'])
export type StartMode = z.infer<typeof startModeSchema>
/** What happens at the end of a cue: nothing, the next one is loaded, or it is taken. */
export const autoFollowSchema = z.enum(['none', 'load', 'play'])
export type AutoFollow = z.infer<typeof autoFollowSchema>
/** What the countdown shows: time left, time run, time until the planned end, the time of day, or nothing. */
export const timerTypeSchema = z.enum(['down', 'up', 'to-end', 'clock', 'none'])
export type TimerType = z.infer<typeof timerTypeSchema>
export const layoutSchema = z.enum(['full', 'side-by-side', 'pip', 'host-product', 'grid'])
export type Layout = z.infer<typeof layoutSchema>

/**
 * The scalar fields of a cue as the document holds them. A cue is never removed: `deletedAt` hides it.
 * A field that stands in `cueFieldDefaults` may be missing, and is left out while it has that value.
 */
export const cueFields = {
  order: orderKeySchema,
  type: cueTypeSchema,
  durationMs: lengthMs,
  sourceId: reference,
  productId: reference,
  priceMinor: z.number().int().min(0).max(1_000_000_000).nullable(),
  quantity: z.number().int().min(0).max(1_000_000).nullable(),
  colour,
  skip: z.boolean(),
  flag: z.boolean(),
  /** What the crew calls it ("4a"); null: its place in the order. */
  number: z.string().min(1).max(16).nullable(),
  /** Id of its group; a cue whose group is not there stands alone. */
  groupId: reference,
  /** A point in the show to steer by. It has no length and is never taken. */
  milestone: z.boolean(),
  /** Told on the public page of the show, with the time it is expected at. */
  announced: z.boolean(),
  startMode: startModeSchema,
  startTodMs: timeOfDayMs.nullable(),
  /** The end stands at `endTodMs` and the length follows; otherwise the end follows the length. */
  lockEnd: z.boolean(),
  endTodMs: timeOfDayMs.nullable(),
  /** Moves this cue and what is linked to it, without touching the plan. Negative: earlier. */
  delayMs: z.number().int().min(-86_400_000).max(86_400_000),
  autoFollow: autoFollowSchema,
  timerType: timerTypeSchema,
  /** Time left at which the timer warns; null: as the show says. */
  warnMs: lengthMs.nullable(),
  dangerMs: lengthMs.nullable(),
  layout: layoutSchema.nullable(),
  /** The looped file or clip that it plays. */
  mediaId: reference,
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

/** What a cue has that does not say otherwise. */
export const cueFieldDefaults = {
  sourceId: null,
  productId: null,
  priceMinor: null,
  quantity: null,
  colour: null,
  skip: false,
  flag: false,
  number: null,
  groupId: null,
  milestone: false,
  announced: false,
  startMode: 'linked',
  startTodMs: null,
  lockEnd: false,
  endTodMs: null,
  delayMs: 0,
  autoFollow: 'none',
  timerType: 'down',
  warnMs: null,
  dangerMs: null,
  layout: null,
  mediaId: null,
} as const satisfies { [F in keyof typeof cueFields]?: z.infer<(typeof cueFields)[F]> }

/** The texts of a cue that people edit together: `Y.Text` in the document, plain strings when read. `notes` and `script` are Markdown. */
export const cueTextFields = ['title', 'notes', 'script'] as const
export type CueTextField = (typeof cueTextFields)[number]

export const cueSchema = z.object({
  id: z.string(),
  title: z.string(),
  notes: z.string(),
  script: z.string(),
  ...cueFields,
  sourceId: cueFields.sourceId.default(null),
  productId: cueFields.productId.default(null),
  priceMinor: cueFields.priceMinor.default(null),
  quantity: cueFields.quantity.default(null),
  colour: cueFields.colour.default(null),
  skip: cueFields.skip.default(false),
  flag: cueFields.flag.default(false),
  number: cueFields.number.default(null),
  groupId: cueFields.groupId.default(null),
  milestone: cueFields.milestone.default(false),
  announced: cueFields.announced.default(false),
  startMode: cueFields.startMode.default('linked'),
  startTodMs: cueFields.startTodMs.default(null),
  lockEnd: cueFields.lockEnd.default(false),
  endTodMs: cueFields.endTodMs.default(null),
  delayMs: cueFields.delayMs.default(0),
  autoFollow: cueFields.autoFollow.default('none'),
  timerType: cueFields.timerType.default('down'),
  warnMs: cueFields.warnMs.default(null),
  dangerMs: cueFields.dangerMs.default(null),
  layout: cueFields.layout.default(null),
  mediaId: cueFields.mediaId.default(null),
})
export type Cue = z.infer<typeof cueSchema>

/** A window on the timeline of a track (`program` or a source), in server time; open while `outAtMs` is null. */
export const markFields = {
  track: z.string().min(1).max(64),
  inAtMs: epochMs,
  outAtMs: epochMs.nullable(),
  label: z.string().max(200),
  createdBy: z.string().max(80),
  createdAt: epochMs,
  deletedAt: epochMs.nullable(),
} as const

export const markSchema = z.object({ id: z.string(), ...markFields })
export type Mark = z.infer<typeof markSchema>

export const financeLineFields = {
  label: z.string().max(200),
  amountMinor: z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000),
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

/** The scalar fields that every cue arrives with (CG6); those with a default only if they differ from it. */
export type NewCueFields = Pick<Cue, 'order' | 'type' | 'durationMs' | 'deletedAt' | 'createdAt'> &
  Partial<Omit<Cue, 'id' | CueTextField>>

/**
 * The scalar fields of a new cue. A cue must arrive whole (CG6): the author puts them and an empty text per
 * `cueTextFields` into one map, in one transaction. What has its default value is left out.
 */
export function newCueFields(
  given: Pick<Cue, 'order' | 'createdAt'> & Partial<Omit<Cue, 'id' | CueTextField>>,
): NewCueFields {
  const defaults: Readonly<Record<string, unknown>> = cueFieldDefaults
  const said = Object.entries(given).filter(
    ([field, value]) => !Object.hasOwn(defaults, field) || defaults[field] !== value,
  )
  const { order, createdAt } = given
  const whole = { type: 'segment', durationMs: 0, deletedAt: null, order, createdAt } as const
  return { ...whole, ...(Object.fromEntries(said) as Partial<NewCueFields>) }
}

/** The fields of a new, still open mark; all of them, for the same reason. */
export function newMarkFields(
  given: Pick<Mark, 'track' | 'inAtMs' | 'createdBy' | 'createdAt'> & Partial<Omit<Mark, 'id'>>,
): Omit<Mark, 'id'> {
  return { outAtMs: null, label: '', deletedAt: null, ...given }
}
