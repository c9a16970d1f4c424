import { roleSchema } from '@stallcast/shared/crew'
import { documentKinds, documentShapes, judge, mayWrite } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { deedsIn, fullDocument, namedWriters, readable } from '../testing/deeds.ts'
import { valuesFor } from '../testing/values-for.ts'
import { judgeUpdate } from './field-gate.ts'

const writers = () => namedWriters

describe('CG27 every role at every path of the shape', () => {
  it('CG27 has a value to try for every field, so that no new one is passed over', () => {
    for (const kind of documentKinds) {
      for (const [root, shape] of Object.entries(documentShapes[kind])) {
        if (!('fields' in shape)) continue
        for (const [name, field] of Object.entries(shape.fields)) {
          if (field.kind === 'text') continue
          expect(valuesFor(field.schema).fitting, `${root}/${name}`).not.toEqual([])
        }
      }
    }
  })

  describe.each(documentKinds)('CG27 %s', (kind) => {
    const server = fullDocument(kind)
    const state = Y.encodeStateAsUpdate(server)
    const known = Y.encodeStateVector(server)
    const before = readable(kind, server)

    it.each(roleSchema.options)(
      'CG27 %s may do what policy and shape allow, and nothing else',
      (role) => {
        const surprises: string[] = []
        for (const deed of deedsIn(kind)) {
          const copy = new Y.Doc()
          Y.applyUpdate(copy, state)
          copy.transact(() => deed.act(copy))
          const update = Y.encodeStateAsUpdate(copy, known)
          const verdict = judgeUpdate(server, kind, { role, mayUseClient: () => true }, update)
          const allowed =
            deed.fits &&
            mayWrite(kind, role) &&
            judge(kind, role, deed.path, deed.operation, deed.cell ? writers : () => [])
          // What is no change at all is nothing to judge.
          if (verdict.kind === 'nothing') continue
          const answer = verdict.kind === 'refused' ? verdict.error.params['why'] : verdict.kind
          if ((verdict.kind === 'accepted') !== allowed) {
            surprises.push(`${deed.operation} ${deed.path} (${deed.fits}): ${String(answer)}`)
          }
        }
        expect(surprises).toEqual([])
        expect(readable(kind, server)).toEqual(before)
      },
    )
  })
})
