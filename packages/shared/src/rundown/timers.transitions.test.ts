import fc from 'fast-check'
import { expect, it } from 'vitest'
import { initialTimers, timersStateSchema, type TimerCommand } from './timers.schema.ts'
import { auxTimerMs, decideTimer, isTimerInUse } from './timers.transitions.ts'

const t0 = 1_800_000_000_000
const run = (...commands: [TimerCommand, number][]) =>
  commands.reduce((state, [command, now]) => decideTimer(state, command, now), initialTimers)
const timer = (state: typeof initialTimers, id: number) => {
  const found = state.timers.find((each) => each.id === id)
  if (!found) throw new Error(`no timer ${id}`)
  return found
}

it('RD60 a timer counts what it runs, not its pauses, and the others stand', () => {
  const state = run(
    [{ type: 'timer.set', timer: 2, durationMs: 60_000 }, t0],
    [{ type: 'timer.start', timer: 2 }, t0],
    [{ type: 'timer.pause', timer: 2 }, t0 + 10_000],
    [{ type: 'timer.start', timer: 2 }, t0 + 50_000],
  )
  expect(auxTimerMs(timer(state, 2), t0 + 55_000)).toBe(45_000)
  expect(auxTimerMs(timer(state, 2), t0 + 150_000)).toBe(-50_000)
  expect([timer(state, 1), timer(state, 3)].some(isTimerInUse)).toBe(false)
})

it('RD60 counts up when it is told to, and begins anew after a reset', () => {
  const up = run(
    [{ type: 'timer.set', timer: 1, mode: 'up', title: 'Break' }, t0],
    [{ type: 'timer.start', timer: 1 }, t0],
  )
  expect([timer(up, 1).title, auxTimerMs(timer(up, 1), t0 + 7_000)]).toEqual(['Break', 7_000])
  const reset = decideTimer(up, { type: 'timer.reset', timer: 1 }, t0 + 7_000)
  expect(auxTimerMs(timer(reset, 1), t0 + 9_000)).toBe(0)
})

it('RD61 asking again changes nothing; whatever is asked, the state stays what it says', () => {
  const types = ['timer.start', 'timer.pause', 'timer.reset', 'timer.add', 'timer.set'] as const
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...types), fc.integer({ min: 1, max: 3 }), fc.nat(9e7))),
      (asked) => {
        let state = initialTimers
        let now = t0
        for (const [type, id, amount] of asked) {
          now += amount % 100_000
          const rest = type === 'timer.add' ? { deltaMs: amount - 45_000_000 } : {}
          const command = { type, timer: id, ...rest } as TimerCommand
          state = decideTimer(state, command, now)
          const again = type === 'timer.add' ? state : decideTimer(state, command, now)
          expect(again).toEqual(state)
          expect(timersStateSchema.parse(state)).toEqual(state)
        }
      },
    ),
  )
})
