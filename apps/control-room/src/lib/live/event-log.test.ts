import type { ShowEvent } from '@stallcast/shared/protocol'
import { describe, expect, it } from 'vitest'
import { mergeEvents } from './event-log.ts'
import { isRefusal, refusalOf } from './refusal.ts'

const event = (seq: number): ShowEvent => ({
  showId: 's',
  seq,
  atMs: seq * 10,
  domain: 'clock',
  type: 'cueTaken',
  actor: { sessionId: null, role: null, name: 'Stallcast' },
  data: {},
})
const seqs = (events: readonly ShowEvent[]) => events.map((one) => one.seq)

describe('the log on the screen', () => {
  it('LV5 is in order, whatever order it came in', () => {
    expect(
      seqs(
        [3, 1, 2].map(event).reduce((log, one) => [...mergeEvents(log, [one])], [] as ShowEvent[]),
      ),
    ).toEqual([1, 2, 3])
  })

  it('LV6 holds a row once when a snapshot repeats it', () => {
    expect(seqs(mergeEvents([1, 2, 3].map(event), [2, 3, 4].map(event)))).toEqual([1, 2, 3, 4])
    expect(seqs(mergeEvents([event(1)], [event(1)]))).toEqual([1])
  })
})

describe('a refused connection', () => {
  it('LV7 is told from a network that is down', () => {
    const view = { code: 'auth.revoked', params: {}, message: 'Your link was withdrawn.' }
    expect(refusalOf(Object.assign(new Error('x'), { data: view }))).toEqual(view)
    expect(refusalOf(new Error('xhr poll error'))).toBeNull()
    expect(refusalOf(Object.assign(new Error('x'), { data: { code: 7 } }))).toBeNull()
  })

  it('LV8 stays away only when coming back is pointless', () => {
    expect(isRefusal('auth.expired')).toBe(true)
    expect(isRefusal('show.unknown')).toBe(true)
    expect(isRefusal('rate.limited')).toBe(false)
    expect(isRefusal('internal')).toBe(false)
  })
})
