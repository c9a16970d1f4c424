import { describe, expect, it } from 'vitest'
import { readPeople } from './presence.ts'

const user = { name: 'Ana', role: 'host', sessionId: 's1', tint: 0 }

describe('who is in the document', () => {
  it('LV12 is everybody but this screen, with the cell they are in', () => {
    const states = new Map<number, unknown>([
      [9, { user: { ...user, name: 'Ben' } }],
      [1, { user, cell: { cueId: 'c', field: 'title' } }],
      [5, { user }],
    ])
    expect(readPeople(states, 5)).toEqual([
      { clientId: 1, ...user, cell: { cueId: 'c', field: 'title' }, cursor: null },
      { clientId: 9, ...user, name: 'Ben', cell: null, cursor: null },
    ])
  })

  it('LV13 leaves out who the server has not named', () => {
    expect(
      readPeople(
        new Map([
          [1, { cell: null }],
          [2, null],
        ]) as Map<number, unknown>,
        0,
      ),
    ).toEqual([])
  })
})
