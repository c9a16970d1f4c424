import { z } from 'zod'
import type { Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import { pagination, parseParams } from '../wire/params.ts'

const listSchema = z.strictObject({
  ...pagination,
  type: z.string().optional(),
  types: z.array(z.string()).optional(),
})

export function listEvents(call: Call) {
  const params = parseParams(listSchema, call.params)
  return listAnswer(call, 'event', params, { type: params.types ?? params.type })
}
