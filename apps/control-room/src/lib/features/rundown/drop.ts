import type { DropTarget } from './place.ts'

/**
 * The row a pointer is over and the half of it: below the last row, nothing (`null`). Which half counts, since
 * behind the last cue of a group is another place than in front of what follows the group.
 */
export function dropTarget(
  rows: readonly { id: string; top: number; height: number }[],
  y: number,
): DropTarget {
  const at = rows.findIndex((row) => y < row.top + row.height)
  const row = rows[at]
  if (!row) return null
  return { id: row.id, side: y < row.top + row.height / 2 ? 'before' : 'after' }
}
