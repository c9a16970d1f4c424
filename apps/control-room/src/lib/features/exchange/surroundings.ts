import type { Surroundings } from '@stallcast/shared/rundown/exchange'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'

/** The show of a desk as files name its things. */
export function surroundingsOf(desk: Desk): Surroundings {
  return {
    currency: desk.currency,
    sources: desk.live.sources.map(({ id, label, number }) => ({
      id,
      label,
      code: number === null ? null : String(number),
    })),
    products: desk.products.map(({ id, sku, title }) => ({ id, code: sku, label: title })),
    columns: desk.rundown.columns,
    groups: desk.rundown.groups,
  }
}
