import { z } from 'zod'
import { autoFollowSchema, timerTypeSchema } from './document.schema.ts'

/** What the clock needs to know of a cue; kept in the state so that screens without the document can show it. */
export const cueCardSchema = z.object({
  id: z.string(),
  title: z.string(),
  type: z.string(),
  durationMs: z.number().int().min(0),
  /** What the crew calls it: its number, or its place in the order. */
  number: z.string().default(''),
  flag: z.boolean().default(false),
  groupTitle: z.string().nullable().default(null),
  timerType: timerTypeSchema.default('down'),
  autoFollow: autoFollowSchema.default('none'),
  /** Time left at which it warns; the show's own where the cue says nothing. */
  warnMs: z.number().int().min(0).default(60_000),
  dangerMs: z.number().int().min(0).default(15_000),
  /** By the plan, delays counted in; null where there is no plan. */
  plannedStartMs: z.number().int().nullable().default(null),
  plannedEndMs: z.number().int().nullable().default(null),
})
export type CueCard = z.infer<typeof cueCardSchema>

/** A card with what every cue has that does not say otherwise. */
export function newCueCard(given: z.input<typeof cueCardSchema>): CueCard {
  return cueCardSchema.parse(given)
}

/** The show clock. All times are server epoch milliseconds, all durations integer milliseconds. */
export const clockStateSchema = z.object({
  phase: z.enum(['idle', 'running', 'held', 'ended']),
  cue: cueCardSchema.nullable(),
  next: cueCardSchema.nullable(),
  cueTakenAtMs: z.number().int().nullable(),
  /** Time the current cue has spent on hold, not counting a hold that is still on. */
  cueHeldMs: z.number().int().min(0),
  /** Time added to (or taken from) the current cue live. */
  cueAddedMs: z.number().int(),
  heldSinceMs: z.number().int().nullable(),
  showStartedAtMs: z.number().int().nullable(),
  showEndedAtMs: z.number().int().nullable(),
  /** Cues taken before the current one, the latest last: what `back` goes to. */
  takenBefore: z.array(z.string()).max(500),
  /** What somebody chose to come next, instead of the cue after the one that is on. */
  chosenNextId: z.string().nullable().default(null),
  /** Since when the next cue stands by, loaded by hand or at the end of the cue before; null: it does not. */
  loadedAtMs: z.number().int().nullable().default(null),
  /** Each cue is taken when the plan says, by the clock on the wall. */
  roll: z.boolean().default(false),
  /** When the server acts next by itself (the cue follows, or roll goes on); null: not before it is asked. */
  dueAtMs: z.number().int().nullable().default(null),
})
export type ClockState = z.infer<typeof clockStateSchema>

export const idleClock: ClockState = {
  phase: 'idle',
  cue: null,
  next: null,
  cueTakenAtMs: null,
  cueHeldMs: 0,
  cueAddedMs: 0,
  heldSinceMs: null,
  showStartedAtMs: null,
  showEndedAtMs: null,
  takenBefore: [],
  chosenNextId: null,
  loadedAtMs: null,
  roll: false,
  dueAtMs: null,
}

/** `expectedCueId` is what the person saw on air when they pressed: a stale press is refused (RD2). */
export const clockCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('clock.go'), expectedCueId: z.string().nullable() }),
  z.object({
    type: z.literal('clock.jump'),
    expectedCueId: z.string().nullable(),
    cueId: z.string(),
  }),
  z.object({ type: z.literal('clock.back'), expectedCueId: z.string().nullable() }),
  z.object({ type: z.literal('clock.hold') }),
  z.object({ type: z.literal('clock.resume') }),
  z.object({
    type: z.literal('clock.addTime'),
    deltaMs: z.number().int().min(-3_600_000).max(3_600_000),
  }),
  /** Sets what is left of the cue on air. */
  z.object({
    type: z.literal('clock.setTime'),
    remainingMs: z.number().int().min(0).max(86_400_000),
  }),
  /** Chooses what comes next and lets it stand by; null: back to the running order. */
  z.object({
    type: z.literal('clock.load'),
    expectedCueId: z.string().nullable(),
    cueId: z.string().nullable(),
  }),
  /** Passes over the cue that is next; `expectedNextId` is what the person saw there. */
  z.object({
    type: z.literal('clock.skip'),
    expectedCueId: z.string().nullable(),
    expectedNextId: z.string(),
  }),
  /** Lets the clock on the wall take the cues, or no longer. */
  z.object({ type: z.literal('clock.roll'), on: z.boolean() }),
  /** Begins or ends a rehearsal: the whole clock works, and nothing of it is kept. */
  z.object({ type: z.literal('clock.rehearse'), on: z.boolean() }),
  z.object({ type: z.literal('clock.end') }),
])
export type ClockCommand = z.infer<typeof clockCommandSchema>

/** Who took or loaded a cue: a person, the end of the cue before, or the clock on the wall. */
export type TakenBy = 'hand' | 'follow' | 'roll'

export type ClockEvent =
  | { type: 'showStarted'; data: { cueId: string } }
  | {
      type: 'cueTaken'
      data: {
        cueId: string
        title: string
        plannedMs: number
        fromCueId: string | null
        by: TakenBy
      }
    }
  | { type: 'cueLoaded'; data: { cueId: string; title: string; by: TakenBy } }
  | { type: 'cuePassedOver'; data: { cueId: string; title: string } }
  | { type: 'rollStarted'; data: Record<string, never> }
  | { type: 'rollEnded'; data: Record<string, never> }
  | { type: 'showHeld'; data: { cueId: string } }
  | { type: 'showResumed'; data: { cueId: string; heldMs: number } }
  | { type: 'timeAdded'; data: { cueId: string; deltaMs: number } }
  | { type: 'showEnded'; data: { cueId: string | null } }

/** A rehearsal runs on a clock of its own; the show's own clock stands still beside it. */
export const rehearsalStateSchema = z.object({
  /** Null: nobody rehearses. */
  clock: clockStateSchema.nullable(),
  startedAtMs: z.number().int().nullable(),
  startedBy: z.string().nullable(),
})
export type RehearsalState = z.infer<typeof rehearsalStateSchema>

export const noRehearsal: RehearsalState = { clock: null, startedAtMs: null, startedBy: null }
