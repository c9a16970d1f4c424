import { idleClock, newCueCard, type ClockState } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { stageView } from './stage-view.ts'

const running: ClockState = {
  ...idleClock,
  phase: 'running',
  cue: newCueCard({ id: 'c', title: 'Flask', type: 'product', durationMs: 300_000 }),
  cueTakenAtMs: 1_000_000,
  showStartedAtMs: 400_000,
}

describe('stage screen', () => {
  it.each([
    [1_000_000, 'calm', 300_000, 0],
    [1_240_000, 'soon', 60_000, 0.8],
    [1_290_000, 'last', 10_000, 290 / 300],
    [1_300_000, 'last', 0, 1],
    [1_307_000, 'over', -7_000, 1],
  ])('at %i it is %s with %i left', (nowMs, mood, remainingMs, passed) => {
    expect(stageView(running, nowMs)).toMatchObject({ mood, remainingMs, passed })
  })

  it('counts time that was added', () => {
    const added = { ...running, cueAddedMs: 30_000 }
    expect(stageView(added, 1_307_000)).toMatchObject({ mood: 'soon', remainingMs: 23_000 })
  })

  it('counts up in a cue without a length instead of calling it late', () => {
    const open = {
      ...running,
      cue: newCueCard({ id: 'z', title: 'Close', type: 'item', durationMs: 0 }),
    }
    expect(stageView(open, 1_008_000)).toMatchObject({
      mood: 'open',
      remainingMs: null,
      elapsedMs: 8_000,
    })
  })

  it('stands still on hold and says so', () => {
    const held: ClockState = { ...running, phase: 'held', heldSinceMs: 1_100_000 }
    expect(stageView(held, 9_000_000)).toMatchObject({ mood: 'held', remainingMs: 200_000 })
  })

  it('has a word before and after the show', () => {
    expect(stageView(idleClock, 1).mood).toBe('idle')
    const ended: ClockState = { ...running, phase: 'ended', showEndedAtMs: 1_400_000 }
    expect(stageView(ended, 2_000_000)).toMatchObject({ mood: 'ended', showElapsedMs: 1_000_000 })
  })
})
