import { cueSchema, type Cue } from '../document.schema.ts'

export type { Cue } from '../document.schema.ts'

/** A whole cue: what is not given has its default. */
export function newCue(given: Partial<Cue> & Pick<Cue, 'id' | 'order'>, nowMs: number): Cue {
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  return {
    ...cueSchema.parse({
      id: given.id,
      title: '',
      notes: '',
      script: '',
      order: given.order,
      type: 'segment',
      durationMs: 0,
      deletedAt: null,
      createdAt: nowMs,
    }),
    ...(Object.fromEntries(said) as Partial<Cue>),
  }
}
