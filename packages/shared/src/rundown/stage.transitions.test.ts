import { describe, expect, it } from 'vitest'
import type { Actor } from '../crew/index.ts'
import { emptyStage, stageCommandSchema, type StageState } from './stage.schema.ts'
import { decideStage, openMessages, stageFor, type StageContext } from './stage.transitions.ts'

const t0 = 1_800_000_000_000
const producer: Actor = { sessionId: 'p', role: 'producer', name: 'Pia' }
const host: Actor = { sessionId: 'h', role: 'host', name: 'Hugo' }
const guest: Actor = { sessionId: 'g', role: 'guest', name: 'Gus' }
const seat = (actor: Actor) => ({ sessionId: actor.sessionId ?? '', role: actor.role ?? 'viewer' })
let ids = 0
const as = (actor: Actor, now = t0): StageContext => ({
  actor,
  now,
  messageId: `m${++ids}`,
  personName: (sessionId) => (sessionId === 'g' ? 'Gus' : null),
})
const ask = (state: StageState, context: StageContext, command: unknown) =>
  decideStage(state, stageCommandSchema.parse(command), context)
const send = (given: object, state = emptyStage) =>
  ask(state, as(producer), { type: 'stage.send', text: 'Wrap this', ...given }).state
const texts = (state: StageState, actor: Actor) =>
  openMessages(state, seat(actor)).map(({ text }) => text)

describe('messages to the stage', () => {
  it('RD62 reach whom they are for: a role, a person, or all', () => {
    const toHost = send({ to: { kind: 'role', role: 'host' } })
    expect([texts(toHost, host), texts(toHost, guest)]).toEqual([['Wrap this'], []])
    const toGus = send({ to: { kind: 'person', sessionId: 'g' } })
    expect([texts(toGus, host), texts(toGus, guest)]).toEqual([[], ['Wrap this']])
    expect(toGus.messages[0]?.to).toEqual({ kind: 'person', sessionId: 'g', name: 'Gus' })
    expect(texts(send({}), host)).toEqual(['Wrap this'])
  })

  it('RD62 go to nobody who is not there', () => {
    expect(() => send({ to: { kind: 'person', sessionId: 'x' } })).toThrow(
      expect.objectContaining({ code: 'stage.unknown-person' }),
    )
  })

  it('RD63 are acknowledged once, by those they are for, with the time', () => {
    const sent = send({ to: { kind: 'role', role: 'host' } })
    const messageId = sent.messages[0]?.id
    const command = { type: 'stage.acknowledge', messageId }
    expect(() => ask(sent, as(guest), command)).toThrow(
      expect.objectContaining({ code: 'stage.not-yours' }),
    )
    const seen = ask(sent, as(host, t0 + 5_000), command)
    expect(seen.state.messages[0]?.acknowledged).toEqual([{ by: host, atMs: t0 + 5_000 }])
    expect(seen.events).toMatchObject([{ type: 'messageAcknowledged' }])
    expect(texts(seen.state, host)).toEqual([])
    const again = ask(seen.state, as(host, t0 + 9_000), command)
    expect([again.state, again.events]).toEqual([seen.state, []])
  })

  it('RD64 leave the stage when they are cleared, one or all', () => {
    const two = send({ text: 'Second' }, send({}))
    const one = ask(two, as(producer), { type: 'stage.clear', messageId: two.messages[0]?.id })
    expect(texts(one.state, host)).toEqual(['Second'])
    const none = ask(one.state, as(producer), { type: 'stage.clear', messageId: null })
    expect([texts(none.state, host), none.events.length]).toEqual([[], 1])
    expect(() =>
      ask(none.state, as(host), { type: 'stage.acknowledge', messageId: two.messages[0]?.id }),
    ).toThrow(expect.objectContaining({ code: 'stage.unknown' }))
  })

  it('RD65 who does not write to the stage is told only what is for them', () => {
    const toHost = send({ to: { kind: 'role', role: 'host' } }, send({ text: 'All' }))
    const dark = ask(toHost, as(producer), {
      type: 'stage.blackout',
      on: true,
      to: { kind: 'role', role: 'host' },
    }).state
    const seen = stageFor(dark, seat(guest))
    expect([seen.messages.map(({ text }) => text), seen.blackout]).toEqual([['All'], null])
    expect(stageFor(dark, seat(host)).blackout?.sinceMs).toBe(t0)
    const light = ask(dark, as(producer), { type: 'stage.blackout', on: false })
    expect([light.state.blackout, light.events.length]).toEqual([null, 1])
  })
})
