/** Which rows of a long table are drawn. Heights are fixed by kind, so that 2,000 rows need not be measured. */

export type RowLayout = {
  /** Top of each row, and the height of all at the end: one more than there are rows. */
  tops: readonly number[]
}

export function layOut(heights: readonly number[]): RowLayout {
  const tops = [0]
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height)
  return { tops }
}

/** Rows that are drawn beyond the edges, so that scrolling shows no holes. */
const spareRows = 6

/** The rows between two heights, `from` to before `to`. */
export function rowsBetween(
  { tops }: RowLayout,
  top: number,
  bottom: number,
): { from: number; to: number } {
  const count = tops.length - 1
  const first = firstBelow(tops, top)
  const last = firstBelow(tops, bottom)
  return { from: Math.max(0, first - spareRows), to: Math.min(count, last + 1 + spareRows) }
}

/** The row that a height lies in. */
function firstBelow(tops: readonly number[], y: number): number {
  let low = 0
  let high = tops.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tops[middle + 1] ?? Infinity) <= y) low = middle + 1
    else high = middle
  }
  return low
}
