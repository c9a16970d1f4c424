import type { PlannedCue } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { planWords } from './plan-words.ts'

const plain: PlannedCue = {
  cueId: 'c',
  kind: 'cue',
  groupId: null,
  startMs: 0,
  endMs: 60_000,
  durationMs: 60_000,
  gapMs: 0,
  delayedStartMs: 0,
  delayedEndMs: 60_000,
  backStartMs: null,
  startMode: 'linked',
  anchorMs: null,
  lockedEndMs: null,
  ownDelayMs: 0,
  notes: [],
}

describe('what the plan column tells', () => {
  it('UI12 nothing of a cue that follows on', () => {
    expect(planWords(plain, 'UTC')).toEqual({ title: '', mark: '', tone: 'plain' })
  })

  it('UI12 a gap and an overlap, with how long', () => {
    const gap = planWords({ ...plain, gapMs: 120_000, notes: ['gap'] }, 'UTC')
    expect(gap).toEqual({ title: '2:00 free before it', mark: '+2:00', tone: 'plain' })
    const overlap = planWords(
      { ...plain, gapMs: -30_000, startMode: 'hard', notes: ['overlap'] },
      'UTC',
    )
    expect(overlap.mark).toBe('−0:30')
    expect(overlap.title).toBe('Hard start. The cue before runs 0:30 into its hard start')
    expect(overlap.tone).toBe('warn')
  })

  it('UI12 delays, and the latest start by the fixed end', () => {
    const words = planWords(
      { ...plain, ownDelayMs: -15_000, delayedStartMs: 3_600_000, backStartMs: 7_200_000 },
      'UTC',
    )
    expect(words.title).toBe('Delay −0:15. With delays 01:00:00. At the latest 02:00:00')
  })

  it('UI12 a skipped cue and a milestone leave no gap behind', () => {
    expect(planWords({ ...plain, kind: 'skipped', gapMs: 60_000 }, 'UTC').mark).toBe('')
  })
})
