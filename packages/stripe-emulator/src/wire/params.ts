import { z } from 'zod'
import { invalidRequest, type ApiError } from './api-error.ts'

/** Form values are strings and v2 values are JSON: these accept both. */
const integerPattern = /^-?\d+$/

export const integer = z.union([z.number(), z.string()]).transform((value, context) => {
  if (typeof value === 'string' && !integerPattern.test(value.trim())) {
    context.addIssue({ code: 'custom', message: `Invalid integer: ${value}`, params: integerIssue })
    return z.NEVER
  }
  const number = Number(value)
  if (!Number.isSafeInteger(number)) {
    context.addIssue({ code: 'custom', message: `Invalid integer: ${value}`, params: integerIssue })
    return z.NEVER
  }
  return number
})

const integerIssue = { stripeCode: 'parameter_invalid_integer' }

export const bool = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true')

/** ISO 4217; Stripe stores and answers lower case whatever was sent. */
export const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/, 'Invalid currency')
  .transform((value) => value.toLowerCase())

/** A positive amount in the currency's minor unit. */
export const amount = integer.refine((value) => value > 0, {
  message: 'This value must be greater than or equal to 1.',
  params: integerIssue,
})

const metadataMap = z.record(
  z.string().max(40),
  z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
)

/** `''` clears the whole map; an empty value removes its key. */
export const metadata = z.union([z.literal(''), metadataMap])

export type MetadataInput = z.infer<typeof metadata> | undefined

/** Stripe's merge: keys given are set or removed, the others stay. */
export function mergeMetadata(
  current: Readonly<Record<string, string>> | null,
  input: MetadataInput,
): Record<string, string> {
  if (input === '') return {}
  const merged: Record<string, string> = { ...current }
  for (const [key, value] of Object.entries(input ?? {})) {
    if (value === '' || value === null) delete merged[key]
    else merged[key] = String(value)
  }
  return merged
}

/** `expand` is accepted by every endpoint and handled in one place (expand.ts). */
export const expand = z.array(z.string()).optional()

const rangeBounds = z.strictObject({
  gt: integer.optional(),
  gte: integer.optional(),
  lt: integer.optional(),
  lte: integer.optional(),
})

export const range = z.union([integer, rangeBounds])
export type Range = z.infer<typeof range>

/** What every list endpoint accepts; spread into its schema. */
export const pagination = {
  limit: integer.optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: range.optional(),
  expand,
}

/**
 * Parses a request in Stripe's way: an unknown parameter is refused, so that code which would break
 * on the real service breaks here too. Throws ApiError 400 with the parameter's name in brackets.
 */
export function parseParams<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw toApiError(result.error.issues[0], input)
}

function toApiError(issue: z.core.$ZodIssue | undefined, input: unknown): ApiError {
  if (!issue) return invalidRequest('The request could not be read.')
  if (issue.code === 'unrecognized_keys') {
    const param = bracketed([...issue.path, issue.keys[0] ?? ''])
    return invalidRequest(`Received unknown parameter: ${param}`, {
      code: 'parameter_unknown',
      param,
    })
  }
  const param = bracketed(issue.path)
  if (valueAt(input, issue.path) === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  const code = issue.code === 'custom' ? issue.params?.['stripeCode'] : undefined
  return invalidRequest(`Invalid ${param}: ${issue.message}`, {
    ...(typeof code === 'string' ? { code } : {}),
    param,
  })
}

function bracketed(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((node, key) => {
    return typeof node === 'object' && node !== null
      ? (node as Record<PropertyKey, unknown>)[key]
      : undefined
  }, input)
}
