/** The gap between rows that a pointer is nearest to: 0 in front of the first, `rows.length` behind the last. */
export function dropSlot(rows: readonly { top: number; height: number }[], y: number): number {
  const below = rows.findIndex((row) => y < row.top + row.height / 2)
  return below < 0 ? rows.length : below
}

/** The place a row has after it left `from` and went into a gap counted while it still stood there. */
export function dropPlace(from: number, slot: number): number {
  return slot > from ? slot - 1 : slot
}
