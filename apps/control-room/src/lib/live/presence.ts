import { z } from 'zod'

/** Somebody else in the document. Name, role and tint are stamped by the server, not by their browser. */
const stateSchema = z.object({
  user: z.object({
    name: z.string(),
    role: z.string(),
    sessionId: z.string(),
    tint: z.number().int().min(0),
  }),
  cell: z.object({ cueId: z.string(), field: z.string() }).nullish(),
  /** Relative positions of Yjs in the text of the cell. Read with care: they come from another browser. */
  cursor: z.object({ anchor: z.unknown(), head: z.unknown() }).nullish(),
})

export type PresentPerson = {
  clientId: number
  name: string
  role: string
  sessionId: string
  tint: number
  cell: { cueId: string; field: string } | null
  cursor: { anchor: unknown; head: unknown } | null
}

/** Everybody but this screen, in a stable order; states that the server has not stamped are left out. */
export function readPeople(
  states: ReadonlyMap<number, unknown>,
  ownClientId: number,
): PresentPerson[] {
  return [...states]
    .filter(([clientId]) => clientId !== ownClientId)
    .flatMap(([clientId, state]) => {
      const parsed = stateSchema.safeParse(state)
      if (!parsed.success) return []
      const { user, cell = null, cursor = null } = parsed.data
      return [{ clientId, ...user, cell, cursor }]
    })
    .toSorted((a, b) => a.clientId - b.clientId)
}
