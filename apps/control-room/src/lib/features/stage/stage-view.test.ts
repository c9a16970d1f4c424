import { idleClock, newCueCard, type ClockState, type CueCard } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { stageView } from './stage-view.ts'

const card = (given: Partial<CueCard> = {}): CueCard =>
  newCueCard({ id: 'c', title: 'Flask', type: 'product', durationMs: 300_000, ...given })
const running: ClockState = {
  ...idleClock,
  phase: 'running',
  cue: card(),
  cueTakenAtMs: 1_000_000,
  showStartedAtMs: 400_000,
}

describe('stage screen', () => {
  it.each([
    [1_000_000, 'calm', 300_000, 0],
    [1_240_000, 'warn', 60_000, 0.8],
    [1_285_000, 'danger', 15_000, 285 / 300],
    [1_300_000, 'danger', 0, 1],
    [1_307_000, 'over', -7_000, 1],
  ])('at %i it is %s with %i left', (nowMs, mood, remainingMs, passed) => {
    expect(stageView(running, nowMs)).toMatchObject({ mood, remainingMs, passed })
  })

  it('warns when the cue wants it', () => {
    const early = { ...running, cue: card({ warnMs: 200_000, dangerMs: 100_000 }) }
    expect([stageView(early, 1_100_000).mood, stageView(early, 1_200_000).mood]).toEqual([
      'warn',
      'danger',
    ])
  })

  it('shows the kind of timer that the cue has', () => {
    const up = { ...running, cue: card({ timerType: 'up' }) }
    expect(stageView(up, 1_020_000).reading).toMatchObject({ type: 'up', ms: 20_000 })
    const hidden = { ...running, cue: card({ timerType: 'none' }) }
    expect(stageView(hidden, 1_020_000).reading?.ms).toBeNull()
  })

  it('counts time that was added', () => {
    const added = { ...running, cueAddedMs: 30_000 }
    expect(stageView(added, 1_307_000)).toMatchObject({ mood: 'warn', remainingMs: 23_000 })
  })

  it('counts up in a cue without a length instead of calling it late', () => {
    const open = { ...running, cue: card({ durationMs: 0 }) }
    expect(stageView(open, 1_008_000)).toMatchObject({
      mood: 'open',
      remainingMs: null,
      elapsedMs: 8_000,
      reading: { type: 'up', ms: 8_000 },
    })
  })

  it('tells how late it is without the document', () => {
    const planned = { ...running, cue: card({ plannedEndMs: 1_290_000 }) }
    expect(stageView(planned, 1_100_000).offsetMs).toBe(10_000)
    expect(stageView(planned, 1_320_000).offsetMs).toBe(30_000)
    expect(stageView(running, 1_100_000).offsetMs).toBeNull()
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
