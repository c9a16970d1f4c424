import type { Seat } from '@stallcast/shared/crew'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import { maxPresenceBytes, Presence } from './presence.ts'

type Line = [clientId: number, clock: number, state: unknown]

const peer = (sessionId: string): { seat: Seat } => ({
  seat: { sessionId, showId: 'demo', role: 'host', personName: `Name ${sessionId}`, tint: 2 },
})

function update(...lines: Line[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, lines.length)
    for (const [clientId, clock, state] of lines) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
  })
}

function linesIn(bytes: Uint8Array): Line[] {
  const decoder = decoding.createDecoder(bytes)
  return Array.from({ length: decoding.readVarUint(decoder) }, (): Line => [
    decoding.readVarUint(decoder),
    decoding.readVarUint(decoder),
    JSON.parse(decoding.readVarString(decoder)),
  ])
}

describe('CG15 presence says what the server knows', () => {
  it('CG15 who it is comes from the seat, whatever the client claims', () => {
    const presence = new Presence()
    const ida = peer('a')
    expect(presence.receive(ida, update([7, 1, { cell: 'x', user: { name: 'Boss' } }]))).toEqual([
      7,
    ])
    const user = { name: 'Name a', role: 'host', sessionId: 'a', tint: 2 }
    expect(linesIn(presence.encode([7]))).toEqual([[7, 1, { cell: 'x', user }]])
  })

  it('CG15 lines about others are passed over', () => {
    const presence = new Presence()
    const ida = peer('a')
    const jon = peer('b')
    presence.receive(ida, update([7, 1, { cell: 'x' }]))
    expect(presence.receive(jon, update([7, 2, null], [8, 1, { cell: 'y' }], [9, 1, {}]))).toEqual([
      8,
    ])
    expect(presence.sessionOf(7)).toBe('a')
    expect(presence.sessionOf(9)).toBeUndefined()
  })

  it('CG15 an older state does not come back, a renewed one is passed on', () => {
    const presence = new Presence()
    const ida = peer('a')
    presence.receive(ida, update([7, 5, { cell: 'x' }]))
    expect(presence.receive(ida, update([7, 4, { cell: 'old' }]))).toEqual([])
    expect(presence.receive(ida, update([7, 6, { cell: 'x' }]))).toEqual([7])
  })

  it('CG15 who leaves is told once and forgotten; a new socket of the same person takes over', () => {
    const presence = new Presence()
    const first = peer('a')
    const second = peer('a')
    presence.receive(first, update([7, 1, {}]))
    presence.receive(second, update([7, 2, {}]))
    expect(presence.leave(first)).toEqual([])
    expect(presence.leave(second)).toEqual([7])
    expect(linesIn(presence.encode([7]))).toEqual([[7, 2, null]])
    expect(presence.clientIds()).toEqual([])
  })

  it('CG15 too large, no object, or torn: not passed on', () => {
    const presence = new Presence()
    const ida = peer('a')
    expect(presence.receive(ida, update([7, 1, { x: 'y'.repeat(maxPresenceBytes) }]))).toEqual([])
    expect(presence.receive(ida, update([7, 1, [1]]))).toEqual([])
    expect(presence.receive(ida, update([7, 1, 'text']))).toEqual([])
    expect(presence.receive(ida, update([7, 1, {}]).slice(0, 4))).toEqual([])
    expect(presence.receive(ida, Uint8Array.of(255, 255, 255, 255, 255))).toEqual([])
  })
})
