/** One line of a menu. A `reason` disables it and says why. */
export type MenuEntry = {
  id: string
  label: string
  hint?: string | null
  reason?: string | null
  /** A line above it. */
  separated?: boolean
  testId?: string
  run: () => void
}
