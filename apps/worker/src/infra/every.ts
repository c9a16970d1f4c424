import type { Logger } from './logger.ts'

/** Runs work again and again, never twice at once; a failure is logged and the next turn comes. */
export function every(
  intervalMs: number,
  work: () => Promise<void>,
  log: Logger,
): { close(): Promise<void> } {
  let running: Promise<void> | null = null
  const turn = () => {
    running ??= work()
      .catch((error: unknown) => log.error({ err: error }, 'a sweep failed'))
      .finally(() => (running = null))
  }
  turn()
  const timer = setInterval(turn, intervalMs)
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}
