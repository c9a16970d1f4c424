import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import type { z } from 'zod'

/**
 * Whether an item holds what its field may hold. Overwritten values that an undo manager kept arrive as one item
 * of several values: each is looked at.
 */
export function holdsValid(item: Y.Item, schema: z.ZodType): boolean {
  const { content } = item
  if (content instanceof Y.ContentDeleted) return true
  if (!(content instanceof Y.ContentAny)) return false
  return content.arr.every((value: unknown) => isExactly(schema, value))
}

/** A structure holds nothing beside what its schema names: zod would pass over the rest. */
function isExactly(schema: z.ZodType, value: unknown): boolean {
  const parsed = schema.safeParse(value)
  if (!parsed.success) return false
  return typeof value !== 'object' || isDeepStrictEqual(parsed.data, value)
}

/** Exactly this type: `Y.XmlText` is a `Y.Text` to `instanceof`. */
export function isNewType(item: Y.Item, type: typeof Y.Map | typeof Y.Text): boolean {
  return item.content instanceof Y.ContentType && item.content.type.constructor === type
}
