import { z } from 'zod'
import { errorTexts } from '@stallcast/shared/kernel'

export type JsonObject = Record<string, unknown>

/** The JSON Schema of a zod schema as a reader of the API meets it (JSON Schema 2020-12, as OpenAPI 3.1 has it). */
export function jsonSchema(schema: z.ZodType): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  return rest
}

/** What every refusal looks like, whatever the transport. */
export const errorSchema: JsonObject = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', enum: Object.keys(errorTexts), description: 'Stable; match on this.' },
    params: { type: 'object', description: 'What the places in the sentence were filled with.' },
    message: { type: 'string', description: 'A sentence for people.' },
  },
}
