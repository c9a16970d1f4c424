import { describe, expect, it } from 'vitest'
import { findShows, sortShows, standingOf, type ShowEntry } from './show-list.ts'

const nowMs = Date.UTC(2027, 4, 1, 12)
const hourMs = 3_600_000

function entry(title: string, inHours: number, more: Partial<ShowEntry> = {}): ShowEntry {
  const card = { id: title, slug: title, title, subtitle: '', currency: 'EUR', timeZone: 'UTC' }
  const show = { ...card, plannedStartMs: nowMs + inHours * hourMs }
  return { show, phase: 'idle', rehearsal: false, archived: false, seats: [], ...more }
}

describe('the list of shows', () => {
  it('XC26 says what a show is at', () => {
    expect(standingOf(entry('a', 1), nowMs)).toBe('planned')
    expect(standingOf(entry('a', -2), nowMs)).toBe('planned')
    expect(standingOf(entry('a', -13), nowMs)).toBe('past')
    expect(standingOf(entry('a', -13, { phase: 'held' }), nowMs)).toBe('on air')
    expect(standingOf(entry('a', 1, { rehearsal: true }), nowMs)).toBe('rehearsal')
    expect(standingOf(entry('a', -1, { phase: 'ended' }), nowMs)).toBe('ended')
  })

  it('XC26 shows what is on air first, then what comes next, then what was last', () => {
    const shows = [
      entry('long past', -99),
      entry('later', 9),
      entry('past', -50),
      entry('next', 1),
      entry('rehearsed', 30, { rehearsal: true }),
      entry('on air', -1, { phase: 'running' }),
    ]
    expect(sortShows(shows, nowMs).map(({ show }) => show.title)).toEqual([
      'on air',
      'rehearsed',
      'next',
      'later',
      'past',
      'long past',
    ])
  })

  it('XC26 finds by all words, without regard to case and accents', () => {
    const shows = [entry('Café Élan, spring', 1), entry('Harbour spring', 2)]
    expect(findShows(shows, 'cafe SPRING')).toHaveLength(1)
    expect(findShows(shows, 'spring ')).toHaveLength(2)
    expect(findShows(shows, 'autumn')).toHaveLength(0)
  })
})
