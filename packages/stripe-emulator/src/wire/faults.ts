import { z } from 'zod'
import { invalidRequest } from './api-error.ts'

const countedSchema = z.strictObject({
  /** Answers with this status before the work begins; the key stays free. */
  status: z.number().int().min(400).max(599).optional(),
  /** With `status`: the failure itself is kept for the key and replayed, as v1 does with its 500s. */
  kept: z.boolean().optional(),
  /** Closes the socket: before the work (`request`) or after it was done (`response`). */
  drop: z.enum(['request', 'response']).optional(),
  /** Does the work and holds the answer back. */
  delay_ms: z.number().int().min(0).max(120_000).optional(),
  /** How many requests it meets, counted per idempotency key. */
  times: z.number().int().min(1).max(1000).default(1),
})

const faultSchema = z.union([
  z.enum(['drop-response', 'drop-request']).transform((word): Fault => ({
    drop: word === 'drop-request' ? 'request' : 'response',
    times: 1,
  })),
  countedSchema,
])

export type Fault = z.infer<typeof countedSchema>

export const ruleSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  /** Beginning of the path, e.g. `/v1/transfers`. */
  path: z.string().startsWith('/').optional(),
  fault: faultSchema,
})
export type FaultRule = z.infer<typeof ruleSchema>

/** Reads `{"status":500,"times":2}` or `drop-response` from a header or from metadata. */
export function parseFault(text: string): Fault {
  const result = faultSchema.safeParse(jsonOrWord(text))
  if (result.success) return result.data
  throw invalidRequest(`stallcast_fault is not understood: ${text}`)
}

/** Faults that tests asked for. They live in memory: a restart brings back a healthy service. */
export class Faults {
  readonly #met = new Map<string, number>()
  #rules: FaultRule[] = []

  /** The next `times` matching requests, whoever sends them, meet the fault. */
  add(rule: FaultRule): void {
    this.#rules.push({ ...rule, fault: { ...rule.fault } })
  }

  clear(): void {
    this.#rules = []
    this.#met.clear()
  }

  /** `identity` is the same for each retry of one request, so that `times` counts its attempts. */
  take(method: string, path: string, identity: string, asked: Fault | null): Fault | null {
    if (asked) {
      const met = this.#met.get(identity) ?? 0
      if (met >= asked.times) return null
      this.#met.set(identity, met + 1)
      return asked
    }
    const rule = this.#rules.find(
      (candidate) =>
        (candidate.method ?? method) === method && path.startsWith(candidate.path ?? '/'),
    )
    if (!rule) return null
    rule.fault.times -= 1
    if (rule.fault.times === 0) this.#rules = this.#rules.filter((other) => other !== rule)
    return rule.fault
  }
}

function jsonOrWord(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
