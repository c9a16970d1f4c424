import { z } from 'zod'

const dayMs = 86_400_000

/** Timers that run beside the show clock, counted on the server. */
export const auxTimerSchema = z.object({
  id: z.number().int().min(1).max(3),
  title: z.string().max(60),
  /** `down` from `durationMs` (and beyond, negative), or `up` from nothing. */
  mode: z.enum(['down', 'up']),
  durationMs: z.number().int().min(0).max(dayMs),
  /** Since when it runs; null: it stands. */
  startedAtMs: z.number().int().nullable(),
  /** How long it ran before that. */
  ranMs: z.number().int().min(0),
})
export type AuxTimer = z.infer<typeof auxTimerSchema>

export const timersStateSchema = z.object({ timers: z.array(auxTimerSchema).length(3) })
export type TimersState = z.infer<typeof timersStateSchema>

export const initialTimers: TimersState = {
  timers: [1, 2, 3].map((id) => ({
    id,
    title: `Timer ${id}`,
    mode: 'down',
    durationMs: 300_000,
    startedAtMs: null,
    ranMs: 0,
  })),
}

const timer = z.number().int().min(1).max(3)

export const timerCommandSchema = z.discriminatedUnion('type', [
  /** What is left out stays as it is. */
  z.object({
    type: z.literal('timer.set'),
    timer,
    title: z.string().trim().min(1).max(60).optional(),
    mode: z.enum(['down', 'up']).optional(),
    durationMs: z.number().int().min(0).max(dayMs).optional(),
  }),
  z.object({ type: z.literal('timer.start'), timer }),
  z.object({ type: z.literal('timer.pause'), timer }),
  z.object({ type: z.literal('timer.reset'), timer }),
  z.object({
    type: z.literal('timer.add'),
    timer,
    deltaMs: z.number().int().min(-dayMs).max(dayMs),
  }),
])
export type TimerCommand = z.infer<typeof timerCommandSchema>
