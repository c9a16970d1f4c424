import { z } from 'zod'
import { isTextColumn, type CellValue, type ColumnType } from './columns.schema.ts'

const valueSchemas: Readonly<Record<ColumnType, z.ZodType<CellValue>>> = {
  text: z.never(),
  'rich-text': z.never(),
  number: z.number().min(-1e15).max(1e15).nullable(),
  // Any option, also one that the column has no longer: who chose it could not know.
  select: z.string().min(1).max(80).nullable(),
  checkbox: z.boolean().nullable(),
  image: z
    .string()
    .regex(/^file:[A-Za-z0-9_-]{1,64}$/)
    .nullable(),
  person: z.string().min(1).max(200).nullable(),
  duration: z.number().int().min(0).max(86_400_000).nullable(),
  // Only what a page may safely link to.
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/\S+$/i)
    .nullable(),
}

/** What a cell of a column of this type may hold; nothing fits a text column, whose cells are texts. */
export function cellSchemaOf(type: ColumnType): z.ZodType<CellValue> {
  return valueSchemas[type]
}

/** Whether a value can stand in a cell of a column of this type; `null` empties it. */
export function cellValueFits(type: ColumnType, value: unknown): boolean {
  return !isTextColumn(type) && valueSchemas[type].safeParse(value).success
}
