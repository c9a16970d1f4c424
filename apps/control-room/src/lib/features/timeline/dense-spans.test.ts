import { describe, expect, it } from 'vitest'
import { denseSpans } from './dense-spans.ts'
import type { CueSpan } from './timeline.model.ts'

const span = (index: number, phase: CueSpan['phase'] = 'later'): CueSpan => ({
  key: `${index}`,
  cueId: `${index}`,
  title: `Cue ${index}`,
  fromMs: index * 1_000,
  toMs: (index + 1) * 1_000,
  phase,
})

describe('cues on a timeline', () => {
  it('UI13 slivers are drawn together, and cover the same time', () => {
    const all = Array.from({ length: 2_000 }, (_, index) => span(index))
    const drawn = denseSpans(all, { fromMs: 0, toMs: 2_000_000 })
    expect(drawn.length).toBeLessThanOrEqual(251)
    expect(drawn[0]?.fromMs).toBe(0)
    expect(drawn.at(-1)?.toMs).toBe(2_000_000)
    drawn.slice(1).forEach((each, at) => expect(each.fromMs).toBe(drawn[at]?.toMs))
  })

  it('UI13 what can be read, is on air or comes next stands alone', () => {
    const few = [span(0), span(1), span(2)]
    expect(denseSpans(few, { fromMs: 0, toMs: 3_000 })).toEqual(few)
    const live = [span(0, 'done'), span(1, 'on-air'), span(2, 'next'), span(3), span(4)]
    const drawn = denseSpans(live, { fromMs: 0, toMs: 9_000_000 })
    expect(drawn.map((each) => each.phase)).toEqual(['done', 'on-air', 'next', 'later'])
  })
})
