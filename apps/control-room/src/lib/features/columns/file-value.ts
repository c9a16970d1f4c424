import type { CellValue } from '@stallcast/shared/rundown'

/** The file that an image cell names; null when it names none. */
export function fileIdOf(value: CellValue): string | null {
  const match = typeof value === 'string' ? /^file:([A-Za-z0-9_-]{1,64})$/.exec(value) : null
  return match?.[1] ?? null
}
