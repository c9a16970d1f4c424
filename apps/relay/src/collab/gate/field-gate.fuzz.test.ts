import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument } from '../rundown-document.ts'
import { FuzzedShow, type FuzzRole, type Step } from '../testing/fuzzed-show.ts'
import { entryIn } from '../testing/replicas.ts'

const count = fc.nat(3)
const honest: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('text' as const),
    cue: count,
    at: fc.nat(20),
    cut: fc.nat(4),
    put: fc.string({ maxLength: 5 }),
  }),
  fc.record({ do: fc.constant('field' as const), cue: count, value: fc.nat(9) }),
  fc.record({ do: fc.constant('hide' as const), cue: count, hidden: fc.boolean() }),
  fc.record({ do: fc.constant('cue' as const), id: fc.nat(30) }),
  fc.record({ do: fc.constant('mark' as const), id: fc.nat(30) }),
  fc.constant({ do: 'undo' as const }),
  fc.constant({ do: 'redo' as const }),
)
const wild: fc.Arbitrary<Step> = fc.record({ do: fc.constant('wild' as const), which: fc.nat(9) })

const turns = (step: fc.Arbitrary<Step>) =>
  fc.array(fc.record({ who: fc.nat(2), step, send: fc.boolean(), hear: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
  })

function play(
  show: FuzzedShow,
  script: { who: number; step: Step; send: boolean; hear: boolean }[],
) {
  const kinds: string[] = []
  for (const { who, step, send, hear } of script) {
    const client = show.clients[who % show.clients.length]
    if (!client) continue
    if (hear) client.receiveAll()
    client.take(step)
    if (!send) continue
    const update = Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(show.server))
    const kind = show.receive(client, update)
    if (kind === 'refused') client.rebuild(show.server)
    kinds.push(kind)
  }
  return [...kinds, ...show.settle(), ...show.settle()]
}

function expectConvergence(show: FuzzedShow): void {
  const state = show.server.toJSON()
  for (const client of show.clients) expect(client.doc.toJSON()).toEqual(state)
  const replayed = createDocument('rundown')
  for (const update of show.log) Y.applyUpdate(replayed, update)
  expect(replayed.toJSON()).toEqual(state)
}

describe('CG11 whatever happens, all copies agree and nothing forbidden is in them', () => {
  it('CG11 honest people are never refused: offline, concurrent, undoing and redoing', () => {
    fc.assert(
      fc.property(turns(honest), (script) => {
        const show = new FuzzedShow(['host', 'host', 'host'])
        expect(play(show, script)).not.toContain('refused')
        expectConvergence(show)
      }),
      { numRuns: 100, seed: 20261122 },
    )
  })

  it('CG11 forbidden and wild edits of every role change nothing they must not', () => {
    fc.assert(
      fc.property(turns(fc.oneof({ arbitrary: honest, weight: 3 }, wild)), (script) => {
        const show = new FuzzedShow(['host', 'editor', 'guest'])
        play(show, script)
        expectConvergence(show)
        const cues = show.server.getMap('cues')
        expect(cues.has('odd')).toBe(false)
        expect(cues.has('cue-1')).toBe(true)
        expect(entryIn(show.server, 'cues', 'cue-0').get('durationMs')).toBeTypeOf('number')
        expect(entryIn(show.server, 'cues', 'cue-0').has('type')).toBe(true)
        expect(entryIn(show.server, 'marks', 'mark-0').has('label')).toBe(true)
      }),
      { numRuns: 100, seed: 20261122 },
    )
  })

  it('CG11 bytes that were tampered with never do what their author may not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<FuzzRole>('host', 'editor', 'finance', 'guest'),
        honest,
        fc.array(fc.record({ at: fc.nat(400), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
        fc.nat(400),
        (role, step, changes, cut) => {
          const show = new FuzzedShow([role])
          const client = show.clients[0]
          if (!client) return
          client.take(step)
          const bytes = Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(show.server))
          for (const { at, byte } of changes) bytes[at % bytes.length] = byte
          show.receive(client, cut % 3 === 0 ? bytes.slice(0, cut % bytes.length) : bytes)
          const whole = createDocument('rundown')
          Y.applyUpdate(whole, Y.encodeStateAsUpdate(show.server))
          expect(whole.toJSON()).toEqual(show.server.toJSON())
        },
      ),
      { numRuns: 600, seed: 20261122 },
    )
  })
})
