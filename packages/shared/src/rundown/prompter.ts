import { z } from 'zod'
import { DomainError, type EpochMs } from '../kernel/index.ts'

/**
 * Where the prompter stands: a part (0 to 1) of the height of a cue's script. Screens differ in width and size of
 * type, so a place in the text is the one thing that they share.
 */
export const prompterPlaceSchema = z.object({
  cueId: z.string().min(1).max(64),
  part: z.number().min(0).max(1),
})
export type PrompterPlace = z.infer<typeof prompterPlaceSchema>

/** Heights of a letter per second. */
export const prompterSpeed = { least: 0.1, most: 6, first: 1.2 } as const
const speed = z.number().min(prompterSpeed.least).max(prompterSpeed.most)

/** State domain `prompter`: who drives the prompter and where it was at `atMs` (server time). */
export const prompterStateSchema = z.object({
  holder: z.object({ sessionId: z.string(), name: z.string() }).nullable(),
  place: prompterPlaceSchema.nullable(),
  playing: z.boolean(),
  emPerS: speed,
  atMs: z.number().int(),
})
export type PrompterState = z.infer<typeof prompterStateSchema>

export const restingPrompter: PrompterState = {
  holder: null,
  place: null,
  playing: false,
  emPerS: prompterSpeed.first,
  atMs: 0,
}

export const prompterCommandSchema = z.discriminatedUnion('type', [
  /** Takes it over, from whoever has it. */
  z.object({ type: z.literal('prompter.take') }),
  z.object({ type: z.literal('prompter.release') }),
  /** For the one who holds it. */
  z.object({
    type: z.literal('prompter.move'),
    place: prompterPlaceSchema,
    playing: z.boolean(),
    emPerS: speed,
  }),
])
export type PrompterCommand = z.infer<typeof prompterCommandSchema>

/**
 * What a command does to the prompter (VW30 to VW32). Nothing of it is logged: it is no part of the show.
 * @throws DomainError `prompter.held` when somebody else holds it, `prompter.free` when nobody does
 */
export function decidePrompter(
  state: PrompterState,
  command: PrompterCommand,
  who: { sessionId: string; name: string },
  now: EpochMs,
): PrompterState {
  const { holder } = state
  if (command.type === 'prompter.take') {
    if (holder?.sessionId === who.sessionId) return state
    return {
      ...state,
      holder: { sessionId: who.sessionId, name: who.name },
      playing: false,
      atMs: now,
    }
  }
  if (!holder) throw new DomainError('prompter.free')
  if (holder.sessionId !== who.sessionId) {
    throw new DomainError('prompter.held', { name: holder.name })
  }
  if (command.type === 'prompter.release') {
    return { ...state, holder: null, playing: false, atMs: now }
  }
  const { place, playing, emPerS } = command
  return { ...state, place, playing, emPerS, atMs: now }
}
