import { z } from 'zod'
import { crewRoles } from '../crew/index.ts'
import { orderKeySchema } from './document.schema.ts'

const epochMs = z.number().int().min(0).max(8.64e15)

export const columnTypeSchema = z.enum([
  'text',
  'rich-text',
  'number',
  'select',
  'checkbox',
  'image',
  'person',
  'duration',
  'url',
])
export type ColumnType = z.infer<typeof columnTypeSchema>

/** A column that the crew made. Host and producer always write in it; `writers` are who else may. */
export const columnFields = {
  order: orderKeySchema,
  name: z.string().min(1).max(80),
  type: columnTypeSchema,
  /** What a `select` offers. */
  options: z.array(z.string().min(1).max(80)).max(100),
  writers: z.array(z.enum(crewRoles)).max(crewRoles.length),
  /** Whose column it is: shown to that role without asking; null: everybody's. */
  department: z.enum(crewRoles).nullable(),
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

export const columnSchema = z.object({ id: z.string(), ...columnFields })
export type Column = z.infer<typeof columnSchema>

/** Cues that belong together. A group stands among the cues by its own `order`, its cues inside it by theirs. */
export const groupFields = {
  order: orderKeySchema,
  title: z.string().max(200),
  colour: z
    .string()
    .regex(/^[#A-Za-z0-9-]{1,32}$/)
    .nullable(),
  /** How long it should be in all. */
  targetMs: z.number().int().min(0).max(86_400_000).nullable(),
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

export const groupSchema = z.object({ id: z.string(), ...groupFields })
export type Group = z.infer<typeof groupSchema>

/**
 * Value of a cell whose column is no text: number, duration in ms, checkbox, option, person's name, url, or
 * `file:{fileId}` for an image. The type of the column says which; a value that does not fit it reads as empty.
 */
export const cellValueSchema = z.union([
  z.string().max(2_000),
  z.number().min(-1e15).max(1e15),
  z.boolean(),
  z.null(),
])
export type CellValue = z.infer<typeof cellValueSchema>

/** Columns whose cells are texts that people edit together (roots `cell:{cueId}:{columnId}`). */
export function isTextColumn(type: ColumnType): boolean {
  return type === 'text' || type === 'rich-text'
}

const idPattern = '[A-Za-z0-9_-]{1,64}'
const cellKeyPattern = new RegExp(`^(${idPattern}):(${idPattern})$`)
const cellTextPattern = new RegExp(`^cell:(${idPattern}):(${idPattern})$`)

export function cellKey(cueId: string, columnId: string): string {
  return `${cueId}:${columnId}`
}

/** Name of the root that holds the text of a cell. */
export function cellTextRoot(cueId: string, columnId: string): string {
  return `cell:${cueId}:${columnId}`
}

export type CellAddress = { cueId: string; columnId: string }

export function parseCellKey(key: string): CellAddress | null {
  return addressOf(cellKeyPattern.exec(key))
}

export function parseCellTextRoot(name: string): CellAddress | null {
  return addressOf(cellTextPattern.exec(name))
}

function addressOf(match: RegExpExecArray | null): CellAddress | null {
  const [, cueId, columnId] = match ?? []
  return cueId !== undefined && columnId !== undefined ? { cueId, columnId } : null
}
