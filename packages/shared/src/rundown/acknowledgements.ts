import { z } from 'zod'

/** How a department stands to a cue: it has read it, or stands by for it. */
export const readinessSchema = z.enum(['read', 'standby'])
export type Readiness = z.infer<typeof readinessSchema>

export const acknowledgementSchema = z.object({
  readiness: readinessSchema,
  personName: z.string(),
  atMs: z.number().int(),
})
export type Acknowledgement = z.infer<typeof acknowledgementSchema>

/**
 * State domain `acks`: cue id to department to what it said. A department is a role of the crew, or the name on
 * an observer's link.
 */
export const acksStateSchema = z.object({
  cues: z.record(z.string(), z.record(z.string(), acknowledgementSchema)),
})
export type AcksState = z.infer<typeof acksStateSchema>

export const noAcks: AcksState = { cues: {} }

/** `readiness` null takes it back. */
export const ackCommandSchema = z.object({
  type: z.literal('ack.set'),
  cueId: z.string().min(1).max(64),
  readiness: readinessSchema.nullable(),
})
export type AckCommand = z.infer<typeof ackCommandSchema>

export type AckEvent = {
  type: 'cueAcknowledged'
  data: { cueId: string; department: string; readiness: Readiness | null }
}

/** Beyond this many cues the ones that were answered longest ago are let go. */
const maxCues = 2_000

/** What an answer of a department does (RD97). Nothing changes: no event. */
export function decideAck(
  state: AcksState,
  command: AckCommand,
  who: { department: string; personName: string },
  now: number,
): { state: AcksState; events: AckEvent[] } {
  const { cueId, readiness } = command
  const before = state.cues[cueId] ?? {}
  if ((before[who.department]?.readiness ?? null) === readiness) return { state, events: [] }
  const { [who.department]: _, ...others } = before
  const answers =
    readiness === null
      ? others
      : { ...others, [who.department]: { readiness, personName: who.personName, atMs: now } }
  const { [cueId]: __, ...rest } = state.cues
  const cues = Object.keys(answers).length === 0 ? rest : { ...rest, [cueId]: answers }
  return {
    state: { cues: Object.fromEntries(Object.entries(cues).slice(-maxCues)) },
    events: [{ type: 'cueAcknowledged', data: { cueId, department: who.department, readiness } }],
  }
}

/** A cue that is taken anew is answered anew: whoever stood by before no longer does (RD98). */
export function clearAcks(state: AcksState, cueId: string): AcksState {
  if (!(cueId in state.cues)) return state
  const { [cueId]: _, ...cues } = state.cues
  return { cues }
}
