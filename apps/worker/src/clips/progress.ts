/**
 * Writes progress to where everyone sees it, at most twice a second and never two writes at once; what
 * comes in between is dropped but for the latest. A write that fails is no reason to stop rendering.
 */
export function progressWriter(
  write: (progressPct: number) => Promise<void>,
  now: () => number,
  everyMs = 500,
): { report(progressPct: number): void; settled(): Promise<void> } {
  let last: number | null = null
  let running: Promise<void> | null = null

  return {
    report(progressPct) {
      if (running || (last !== null && now() - last < everyMs)) return
      last = now()
      running = write(Math.round(progressPct * 10) / 10)
        .catch(() => undefined)
        .finally(() => (running = null))
    },
    async settled() {
      await running
    },
  }
}
