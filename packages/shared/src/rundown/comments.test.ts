import { describe, expect, it } from 'vitest'
import { clearAcks, decideAck, noAcks } from './acknowledgements.ts'
import { mentions, mentionsIn, type Comment } from './comments.schema.ts'

const comment = (text: string): Comment => ({
  id: 'c',
  cueId: 'a',
  column: null,
  text,
  authorName: 'Hanna',
  authorRole: 'host',
  authorSession: 'hanna',
  createdAt: 0,
  resolvedAt: null,
  resolvedBy: null,
  deletedAt: null,
})
const edda = { sessionId: 'edda', name: 'Edda Ögren', role: 'editor' as const }

describe('mentions', () => {
  it('RD95 a person is called by first name, by role or with all', () => {
    for (const text of ['@Edda look', 'look, @editor!', 'hey @all', '(@edda)']) {
      expect(mentions(comment(text), edda)).toBe(true)
    }
    for (const text of ['Edda', 'mail@edda.example', '@eddaline', '@host', '@']) {
      expect(mentions(comment(text), edda)).toBe(false)
    }
  })

  it('RD95 nobody calls themselves, and what was removed calls nobody', () => {
    expect(mentions(comment('@host'), { ...edda, sessionId: 'hanna', role: 'host' })).toBe(false)
    expect(mentions({ ...comment('@editor'), deletedAt: 1 }, edda)).toBe(false)
    expect(mentionsIn('@Zoë and @b')).toEqual(['zoë', 'b'])
  })
})

describe('acknowledgements', () => {
  const set = (cueId: string, readiness: 'read' | 'standby' | null) =>
    ({ type: 'ack.set', cueId, readiness }) as const
  const sound = { department: 'Sound', personName: 'Ida' }

  it('RD97 each department answers for itself, and can take it back', () => {
    const one = decideAck(noAcks, set('a', 'read'), sound, 5)
    const two = decideAck(
      one.state,
      set('a', 'standby'),
      { department: 'host', personName: 'H' },
      6,
    )
    expect(two.state.cues['a']).toEqual({
      Sound: { readiness: 'read', personName: 'Ida', atMs: 5 },
      host: { readiness: 'standby', personName: 'H', atMs: 6 },
    })
    const three = decideAck(two.state, set('a', null), sound, 7)
    expect(Object.keys(three.state.cues['a'] ?? {})).toEqual(['host'])
    expect(three.events).toEqual([
      { type: 'cueAcknowledged', data: { cueId: 'a', department: 'Sound', readiness: null } },
    ])
  })

  it('RD97 the same answer twice is one', () => {
    const one = decideAck(noAcks, set('a', 'read'), sound, 5)
    expect(decideAck(one.state, set('a', 'read'), sound, 9)).toEqual({
      state: one.state,
      events: [],
    })
    expect(decideAck(noAcks, set('a', null), sound, 9).events).toEqual([])
  })

  it('RD98 a cue that is taken anew is answered anew', () => {
    const { state } = decideAck(noAcks, set('a', 'standby'), sound, 5)
    expect(clearAcks(state, 'a')).toEqual(noAcks)
    expect(clearAcks(state, 'b')).toBe(state)
  })
})
