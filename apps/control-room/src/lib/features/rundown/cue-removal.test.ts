import { describe, expect, it } from 'vitest'
import { neighbourId, removalReason } from './cue-removal.ts'

type Place = Parameters<typeof removalReason>[0]

function desk(onAir: boolean, cuesReason: string | null = null): Place {
  return {
    onAir,
    rundown: { cuesReason },
    live: { clock: { cue: { id: 'now' } } },
  } as unknown as Place
}

describe('deleting a cue', () => {
  it('RU7 spares the cue on air', () => {
    expect(removalReason(desk(true), 'now')).toMatch(/on air/)
    expect(removalReason(desk(true), 'later')).toBeNull()
    expect(removalReason(desk(false), 'now')).toBeNull()
  })

  it('RU7 is refused to whoever cannot edit cues', () => {
    expect(removalReason(desk(false, 'As editor you cannot edit cues.'), 'later')).toMatch(/editor/)
  })

  it('RU9 leaves the focus beside where the row was', () => {
    const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
    expect(neighbourId(rows, 'b')).toBe('c')
    expect(neighbourId(rows, 'c')).toBe('b')
    expect(neighbourId([{ id: 'a' }], 'a')).toBeNull()
    expect(neighbourId(rows, 'gone')).toBeNull()
  })
})
