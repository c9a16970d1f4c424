import { tick } from 'svelte'

/**
 * Notes, once for each page, the moment at which the rows are drawn and the next key is answered: for measuring
 * (`performance.getEntriesByName`). The browser paints between two animation frames.
 */
export function markInteractive(name: string): void {
  if (performance.getEntriesByName(name).length > 0) return
  void tick().then(() =>
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (performance.getEntriesByName(name).length === 0) performance.mark(name)
      }),
    ),
  )
}
