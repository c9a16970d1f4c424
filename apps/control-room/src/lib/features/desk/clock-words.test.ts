import { describe, expect, it } from 'vitest'
import { clockWords, rehearsalWords, type ClockSight } from './clock-words.ts'

const running: ClockSight = { cueId: 'a', title: 'Welcome', phase: 'running' }
const ended: ClockSight = { ...running, phase: 'ended' }

describe('what is said of the show clock', () => {
  it('DK4 tells a new cue and the end, each once', () => {
    const next: ClockSight = { ...running, cueId: 'b', title: 'Roast' }
    expect(clockWords(running, next)).toBe('On air: Roast')
    expect(clockWords(next, next)).toBeNull()
    expect(clockWords(running, ended)).toBe('The show has ended.')
    expect(clockWords(ended, ended)).toBeNull()
  })

  it('DK4 says nothing at the first look', () => {
    expect(clockWords(null, running)).toBeNull()
    expect(clockWords(null, ended)).toBeNull()
  })
  it('DK4 tells a rehearsal from the show, both ways, and nothing at the first look', () => {
    expect(rehearsalWords(false, true)).toContain('Rehearsal')
    expect(rehearsalWords(true, false)).toContain('over')
    expect([rehearsalWords(null, true), rehearsalWords(true, true)]).toEqual([null, null])
  })
})
