import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idleClock, newCueCard, type ClockState, type CueCard } from './clock.schema.ts'
import { cueElapsedMs, cueRemainingMs } from './clock.timing.ts'
import { decideClock, followClock, refreshClock, type RunningCommand } from './clock.transitions.ts'

const minuteMs = 60_000
const t0 = 1_800_000_000_000
const card = (id: string, given: Partial<CueCard> = {}): CueCard =>
  newCueCard({ id, title: id.toUpperCase(), type: 'segment', durationMs: minuteMs, ...given })
const go = (expectedCueId: string | null): RunningCommand => ({ type: 'clock.go', expectedCueId })
const start = (cues: readonly CueCard[], at = t0) =>
  decideClock(idleClock, go(null), cues, at).state

describe('what follows by itself', () => {
  const cues = [card('a', { autoFollow: 'play' }), card('b', { autoFollow: 'play' }), card('c')]

  it('RD53 the next cue is taken at the end of one that plays it, to the millisecond', () => {
    const state = start(cues)
    expect(state.dueAtMs).toBe(t0 + minuteMs)
    expect(followClock(state, cues, t0 + minuteMs - 1)).toBeNull()
    const followed = followClock(state, cues, t0 + minuteMs + 40)
    expect(followed?.atMs).toBe(t0 + minuteMs)
    expect(followed?.state).toMatchObject({ cue: { id: 'b' }, cueTakenAtMs: t0 + minuteMs })
    expect(followed?.events).toMatchObject([{ type: 'cueTaken', data: { by: 'follow' } }])
  })

  it('RD53 after a pause of the server all follow that should have, and then none', () => {
    const late = t0 + 5 * minuteMs
    const second = followClock(start(cues), cues, late)?.state ?? idleClock
    const third = followClock(second, cues, late)?.state ?? idleClock
    expect(third).toMatchObject({
      cue: { id: 'c' },
      cueTakenAtMs: t0 + 2 * minuteMs,
      dueAtMs: null,
    })
    expect(followClock(third, cues, late)).toBeNull()
    // A refresh on the way, as a restart makes it, forgets nothing of what is due.
    expect(refreshClock(second, cues, late).dueAtMs).toBe(t0 + 2 * minuteMs)
  })

  it('RD53 a length that is cut while it runs counts from now, not from the past', () => {
    const now = t0 + 50_000
    const shorter = [card('a', { autoFollow: 'play', durationMs: 10_000 }), ...cues.slice(1)]
    expect(refreshClock(start(cues), shorter, now).dueAtMs).toBe(now)
    const cut: RunningCommand = { type: 'clock.addTime', deltaMs: -55_000 }
    expect(decideClock(start(cues), cut, cues, now).state.dueAtMs).toBe(now)
  })

  it('RD53 nothing follows on hold, from a cue without a length, or beyond the last', () => {
    const held = decideClock(start(cues), { type: 'clock.hold' }, cues, t0 + 1_000).state
    expect(held.dueAtMs).toBeNull()
    const on = decideClock(held, { type: 'clock.resume' }, cues, t0 + 9_000).state
    expect(on.dueAtMs).toBe(t0 + minuteMs + 8_000)
    const open = [card('a', { autoFollow: 'play', durationMs: 0 }), card('b')]
    expect(start(open).dueAtMs).toBeNull()
    expect(start([card('a', { autoFollow: 'play' })]).dueAtMs).toBeNull()
  })

  it('RD53 a cue that loads the next one does so once, and takes nothing', () => {
    const loading = [card('a', { autoFollow: 'load' }), card('b')]
    const followed = followClock(start(loading), loading, t0 + minuteMs)
    expect(followed?.events).toMatchObject([
      { type: 'cueLoaded', data: { cueId: 'b', by: 'follow' } },
    ])
    expect(followed?.state).toMatchObject({
      cue: { id: 'a' },
      loadedAtMs: t0 + minuteMs,
      dueAtMs: null,
    })
  })
})

describe('what a person chooses to come next', () => {
  const cues = ['a', 'b', 'c', 'd'].map((id) => card(id))

  it('RD55 a loaded cue comes next, and goes back to the running order when it is let go', () => {
    const load = (cueId: string | null): RunningCommand => ({
      type: 'clock.load',
      expectedCueId: 'a',
      cueId,
    })
    const loaded = decideClock(start(cues), load('d'), cues, t0 + 5).state
    expect(loaded).toMatchObject({ next: { id: 'd' }, loadedAtMs: t0 + 5 })
    expect(decideClock(loaded, load(null), cues, t0 + 6).state).toMatchObject({
      next: { id: 'b' },
      loadedAtMs: null,
    })
    const taken = decideClock(loaded, go('a'), cues, t0 + 9).state
    expect([taken.cue?.id, taken.next, taken.chosenNextId]).toEqual(['d', null, null])
  })

  it('RD55 a loaded cue that is deleted is forgotten', () => {
    const loaded = decideClock(
      start(cues),
      { type: 'clock.load', expectedCueId: 'a', cueId: 'd' },
      cues,
      t0,
    ).state
    expect(refreshClock(loaded, cues.slice(0, 3), t0)).toMatchObject({
      next: { id: 'b' },
      chosenNextId: null,
      loadedAtMs: null,
    })
  })

  it('RD56 skip passes over the cue that was seen as next, once', () => {
    const skip = (expectedNextId: string): RunningCommand => ({
      type: 'clock.skip',
      expectedCueId: 'a',
      expectedNextId,
    })
    const skipped = decideClock(start(cues), skip('b'), cues, t0)
    expect(skipped.state.next?.id).toBe('c')
    expect(skipped.events).toMatchObject([{ type: 'cuePassedOver', data: { cueId: 'b' } }])
    const stale = () => decideClock(skipped.state, skip('b'), cues, t0)
    expect(stale).toThrow(expect.objectContaining({ code: 'clock.stale' }))
    const last = decideClock(skipped.state, skip('c'), cues, t0).state
    expect(() => decideClock(last, skip('d'), cues, t0)).toThrow(
      expect.objectContaining({ code: 'clock.no-cue' }),
    )
  })

  it('RD7 sets what is left of the cue on air', () => {
    const set: RunningCommand = { type: 'clock.setTime', remainingMs: 30_000 }
    const state = decideClock(start(cues), set, cues, t0 + 45_000).state
    expect(cueRemainingMs(state, t0 + 45_000)).toBe(30_000)
  })
})

describe('roll', () => {
  const cues = ['a', 'b', 'c'].map((id, index) =>
    card(id, {
      plannedStartMs: t0 + index * minuteMs,
      plannedEndMs: t0 + (index + 1) * minuteMs,
    }),
  )
  const roll = (on: boolean): RunningCommand => ({ type: 'clock.roll', on })

  it('RD54 takes up the cue that ought to be on, with as much time left as the plan leaves it', () => {
    const { state, events } = decideClock(idleClock, roll(true), cues, t0 + 80_000)
    expect(state).toMatchObject({ roll: true, cue: { id: 'b' }, dueAtMs: t0 + 2 * minuteMs })
    expect(cueRemainingMs(state, t0 + 80_000)).toBe(40_000)
    expect(events.map(({ type }) => type)).toEqual(['rollStarted', 'showStarted', 'cueTaken'])
    const next = followClock(state, cues, t0 + 2 * minuteMs)?.state
    expect(next).toMatchObject({ cue: { id: 'c' }, cueTakenAtMs: t0 + 2 * minuteMs })
  })

  it('RD54 waits for the first cue, and follows a plan that changes', () => {
    const { state } = decideClock(idleClock, roll(true), cues, t0 - 9_000)
    expect([state.phase, state.dueAtMs]).toEqual(['idle', t0])
    expect(followClock(state, cues, t0)?.state.cue?.id).toBe('a')
    const moved = cues.map((cue) => ({ ...cue, plannedStartMs: (cue.plannedStartMs ?? 0) - 9_000 }))
    expect(refreshClock(state, moved, t0 - 8_000).dueAtMs).toBe(t0 - 8_000)
  })

  it('RD54 a hand on the clock ends it', () => {
    const rolling = decideClock(idleClock, roll(true), cues, t0 + 1).state
    const { state, events } = decideClock(rolling, go('a'), cues, t0 + 2)
    expect([state.roll, state.cue?.id, state.dueAtMs]).toEqual([false, 'b', null])
    expect(events.map(({ type }) => type)).toEqual(['rollEnded', 'cueTaken'])
    expect(decideClock(rolling, roll(false), cues, t0 + 2).state.roll).toBe(false)
  })
})

it('RD57 whatever is pressed and whatever follows, the clock stays whole and the server comes to rest', () => {
  const anyCue = fc.record({
    durationMs: fc.constantFrom(0, 1_000, 20_000),
    autoFollow: fc.constantFrom('none' as const, 'load' as const, 'play' as const),
    timerType: fc.constantFrom('down' as const, 'to-end' as const, 'up' as const),
  })
  const press = fc.constantFrom(
    ...(['go', 'back', 'hold', 'resume', 'skip', 'load', 'add', 'set', 'roll', 'edit'] as const),
  )
  fc.assert(
    fc.property(
      fc.array(anyCue, { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(press, fc.nat(30_000)), { maxLength: 40 }),
      (given, presses) => {
        let at = t0
        let cues = given.map((each, index) => {
          const planned = { plannedStartMs: at, plannedEndMs: (at += each.durationMs) }
          return card(`c${index}`, { ...each, ...planned })
        })
        let state: ClockState = refreshClock(idleClock, cues, t0)
        let now = t0
        const follow = (): void => {
          for (let steps = 0; ; steps++) {
            expect(steps).toBeLessThan(20)
            const followed = followClock(state, cues, now)
            if (!followed) return
            expect(followed.atMs).toBeLessThanOrEqual(now)
            state = followed.state
          }
        }
        for (const [key, waitMs] of presses) {
          now += waitMs
          follow()
          const expectedCueId = state.cue?.id ?? null
          const command = {
            go: go(expectedCueId),
            back: { type: 'clock.back', expectedCueId },
            hold: { type: 'clock.hold' },
            resume: { type: 'clock.resume' },
            skip: { type: 'clock.skip', expectedCueId, expectedNextId: state.next?.id ?? '' },
            load: { type: 'clock.load', expectedCueId, cueId: cues.at(-1)?.id ?? null },
            add: { type: 'clock.addTime', deltaMs: waitMs - 15_000 },
            set: { type: 'clock.setTime', remainingMs: waitMs },
            roll: { type: 'clock.roll', on: !state.roll },
            edit: null,
          }[key] as RunningCommand | null
          if (!command) {
            cues = cues.length > 1 ? cues.slice(1) : cues
            state = refreshClock(state, cues, now)
            continue
          }
          try {
            state = decideClock(state, command, cues, now).state
          } catch (error) {
            expect(error).toHaveProperty('code')
          }
          expect(cueElapsedMs(state, now)).toBeGreaterThanOrEqual(0)
          expect(state.phase === 'held').toBe(state.heldSinceMs !== null)
          expect(state.roll && state.phase === 'held').toBe(false)
          if (state.loadedAtMs !== null) expect(state.chosenNextId).toBe(state.next?.id)
          expect(refreshClock(state, cues, now)).toBe(state)
        }
      },
    ),
  )
})
