import type { BusState } from './media.schema.ts'

export type Tally = 'on-air' | 'waiting' | 'preview' | 'idle'

/**
 * The light on a source. `waiting`: the crew wants it on air, but it is lost and the slate stands in.
 * On air wins over preview: a source that is both must not look harmless.
 */
export function tallyOf(bus: BusState, sourceId: string): Tally {
  if (bus.onAirSourceId === sourceId) return 'on-air'
  if (bus.programSourceId === sourceId) return 'waiting'
  if (bus.previewSourceId === sourceId) return 'preview'
  return 'idle'
}
