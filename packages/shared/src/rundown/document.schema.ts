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

/** The scalar fields of a cue as the document holds them. A cue is never removed: `deletedAt` hides it. */
export const cueFields = {
  order: orderKeySchema,
  type: cueTypeSchema,
  durationMs: z.number().int().min(0).max(86_400_000),
  sourceId: reference,
  productId: reference,
  priceMinor: z.number().int().min(0).max(1_000_000_000).nullable(),
  quantity: z.number().int().min(0).max(1_000_000).nullable(),
  colour: z
    .string()
    .regex(/^[#A-Za-z0-9-]{1,32}$/)
    .nullable(),
  skip: z.boolean(),
  flag: z.boolean(),
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

/** The texts of a cue that people edit together: `Y.Text` in the document, plain strings when read. */
export const cueTextFields = ['title', 'notes', 'script'] as const
export type CueTextField = (typeof cueTextFields)[number]

export const cueSchema = z.object({
  id: z.string(),
  title: z.string(),
  notes: z.string(),
  script: z.string(),
  ...cueFields,
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

/**
 * The scalar fields of a new cue. All of them, because a cue must arrive whole (CG6): the author puts
 * them and an empty text per `cueTextFields` into one map, in one transaction.
 */
export function newCueFields(
  given: Pick<Cue, 'order' | 'createdAt'> & Partial<Omit<Cue, 'id' | CueTextField>>,
): Omit<Cue, 'id' | CueTextField> {
  return {
    type: 'segment',
    durationMs: 0,
    sourceId: null,
    productId: null,
    priceMinor: null,
    quantity: null,
    colour: null,
    skip: false,
    flag: false,
    deletedAt: null,
    ...given,
  }
}

/** The fields of a new, still open mark; all of them, for the same reason. */
export function newMarkFields(
  given: Pick<Mark, 'track' | 'inAtMs' | 'createdBy' | 'createdAt'> & Partial<Omit<Mark, 'id'>>,
): Omit<Mark, 'id'> {
  return { outAtMs: null, label: '', deletedAt: null, ...given }
}
