import type { Role } from '@stallcast/shared/crew'
import {
  cueFieldDefaults,
  cueFields,
  documentShapes,
  newCueFields,
} from '@stallcast/shared/rundown'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument, cueMap } from '../rundown-document.ts'
import { entryIn, putCue, putMark, replicaOf, textIn, updateOf } from '../testing/replicas.ts'
import { judgeUpdate } from './field-gate.ts'

let server: Y.Doc

beforeEach(() => {
  server = createDocument('rundown')
  putCue(server, 'one', { title: 'Welcome' })
})

/** Judges an edit made on a fresh copy: `accepted`, or why and where it was refused. */
function attempt(edit: (doc: Y.Doc) => void, role: Role = 'host'): string {
  const update = updateOf(replicaOf(server), edit)
  const verdict = judgeUpdate(server, 'rundown', { role, mayUseClient: () => true }, update)
  return verdict.kind === 'refused'
    ? `${String(verdict.error.params['why'])} ${String(verdict.error.params['path'])}`
    : verdict.kind
}

const cue = (doc: Y.Doc) => entryIn(doc, 'cues', 'one')

describe('CG3 a scalar must satisfy the schema of its field', () => {
  const bad: [field: keyof typeof cueFields, values: unknown[]][] = [
    ['durationMs', [-1, 1.5, 86_400_001, '60000', null, Number.NaN]],
    ['type', ['advert', 1, null]],
    ['order', ['', '!', 'a'.repeat(201), 5]],
    ['priceMinor', [-5, 0.5, '12']],
    ['quantity', [-1, 1_000_001]],
    ['sourceId', ['', 'x'.repeat(65), 4]],
    ['colour', ['red; background: url(x)', 7]],
    ['skip', [1, 'true', null]],
    ['deletedAt', ['now', -1]],
  ]

  it.each(bad)('CG3 %s', (field, values) => {
    for (const value of values) {
      expect(attempt((doc) => cue(doc).set(field, value))).toBe(`value cues/one/${field}`)
    }
  })

  it('CG3 structures, bytes and undefined are no scalars', () => {
    for (const value of [{}, [], { a: { b: 1 } }, Uint8Array.of(1), undefined, 5n]) {
      expect(attempt((doc) => cue(doc).set('durationMs', value))).toBe('value cues/one/durationMs')
    }
  })

  it('CG3 a shared type is no scalar', () => {
    expect(attempt((doc) => cue(doc).set('durationMs', new Y.Map()))).toBe(
      'value cues/one/durationMs',
    )
  })

  it('CG3 a bad value is refused even when a good one follows in the same update', () => {
    const edit = (doc: Y.Doc) => {
      cue(doc).set('durationMs', -5)
      cue(doc).set('durationMs', 5)
    }
    // Yjs sends no content that was overwritten in the same transaction, unless somebody kept it.
    expect(attempt(edit)).toBe('accepted')
    const keep = (doc: Y.Doc) => {
      doc.gc = false
      edit(doc)
    }
    expect(attempt(keep)).toBe('value cues/one/durationMs')
  })
})

describe('CG4 nothing may stand where the shape has no place for it', () => {
  const bad: [name: string, edit: (doc: Y.Doc) => void, answer: string][] = [
    ['an unknown field', (doc) => cue(doc).set('price', 1), 'shape cues/one/price'],
    [
      'a field named like an object method',
      (doc) => cue(doc).set('constructor', 1),
      'shape cues/one/constructor',
    ],
    ['a scalar among the cues', (doc) => doc.getMap('cues').set('two', 5), 'shape cues/two'],
    [
      'a text among the cues',
      (doc) => doc.getMap('cues').set('two', new Y.Text('x')),
      'shape cues/two',
    ],
    [
      'an array in a field',
      (doc) => cue(doc).set('sourceId', new Y.Array()),
      'value cues/one/sourceId',
    ],
    ['a scalar as a text', (doc) => cue(doc).set('title', 'Hi'), 'shape cues/one/title'],
    ['a list in a map', (doc) => doc.getArray('fresh').push([1]), 'shape fresh'],
    [
      'bold text',
      (doc) => textIn(doc, 'one', 'title').format(0, 3, { bold: true }),
      'value cues/one/title',
    ],
    [
      'an embed',
      (doc) => textIn(doc, 'one', 'title').insertEmbed(0, { image: 'x' }),
      'value cues/one/title',
    ],
    [
      'a type in a text',
      (doc) => textIn(doc, 'one', 'title').insertEmbed(0, new Y.Map()),
      'value cues/one/title',
    ],
    [
      'an attribute of a text',
      (doc) => textIn(doc, 'one', 'title').setAttribute('lang', 'en'),
      'shape cues/one/title',
    ],
    ['a subdocument', (doc) => cue(doc).set('sourceId', new Y.Doc()), 'value cues/one/sourceId'],
    [
      'a subdocument as a cue',
      (doc) => doc.getMap('cues').set('two', new Y.Doc()),
      'shape cues/two',
    ],
    ['an odd id', (doc) => putCue(doc, 'a/b'), 'shape cues'],
    ['a prototype as id', (doc) => putCue(doc, '__proto__'), 'shape cues'],
  ]

  it.each(bad)('CG4 %s', (_name, edit, answer) => {
    expect(attempt(edit)).toBe(answer)
  })

  it('CG4 another kind of text is no text', () => {
    const edit = (doc: Y.Doc) => {
      const map = cueMap({
        ...newCueFields({ order: 'a0', createdAt: 1 }),
        title: '',
        notes: '',
        script: '',
      })
      map.set('title', new Y.XmlText('x'))
      doc.getMap('cues').set('two', map)
    }
    expect(attempt(edit)).toBe('shape cues/two/title')
  })

  it('CG4 children of a map root without a key', () => {
    const other = new Y.Doc()
    other.getArray('cues').push(['x'])
    const update = Y.encodeStateAsUpdate(other)
    const author = { role: 'host', mayUseClient: () => true } as const
    const verdict = judgeUpdate(server, 'rundown', author, update)
    expect(verdict.kind === 'refused' && verdict.error.params).toMatchObject({
      why: 'shape',
      path: 'cues',
    })
  })
})

describe('CG5 texts and maps have a limit', () => {
  it('CG5 a text may be filled to its length and no further', () => {
    expect(attempt((doc) => textIn(doc, 'one', 'title').insert(0, 'x'.repeat(493)))).toBe(
      'accepted',
    )
    expect(attempt((doc) => textIn(doc, 'one', 'title').insert(0, 'x'.repeat(494)))).toBe(
      'size cues/one/title',
    )
  })

  it('CG5 what the same update deletes makes room', () => {
    expect(
      attempt((doc) => {
        const title = textIn(doc, 'one', 'title')
        title.delete(0, title.length)
        title.insert(0, 'x'.repeat(500))
      }),
    ).toBe('accepted')
  })

  it('CG5 what was typed and deleted again before it was sent does not count', () => {
    const edit = (doc: Y.Doc) => {
      doc.gc = false
      textIn(doc, 'one', 'title').insert(0, 'x'.repeat(600))
      textIn(doc, 'one', 'title').delete(0, 200)
    }
    expect(attempt(edit)).toBe('accepted')
  })

  it('CG5 a text that is too long can still be cut', () => {
    textIn(server, 'one', 'title').insert(0, 'x'.repeat(600))
    expect(attempt((doc) => textIn(doc, 'one', 'title').delete(0, 50))).toBe('accepted')
  })

  it('CG5 a new cue counts its texts, and the cues are counted', () => {
    expect(attempt((doc) => putCue(doc, 'two', { title: 'x'.repeat(501) }))).toBe(
      'size cues/two/title',
    )
    const { cues } = documentShapes.rundown
    const room = cues?.kind === 'entries' ? cues.maxEntries : 0
    server.transact(() => {
      for (let index = 1; index < room; index++) server.getMap('cues').set(`c${index}`, new Y.Map())
    })
    expect(attempt((doc) => putCue(doc, 'last'))).toMatch(/^size cues\/last/)
  })
})

describe('CG6 an entry arrives whole and keeps its origin', () => {
  it('CG6 a cue without one of the fields that every cue has is refused', () => {
    const asked = Object.keys(cueFields).filter((field) => !Object.hasOwn(cueFieldDefaults, field))
    for (const missing of [...asked, 'title', 'script']) {
      const edit = (doc: Y.Doc) => {
        const fields = newCueFields({ order: 'a0', createdAt: 1 })
        const map = cueMap({ ...fields, title: '', notes: '', script: '' })
        doc.getMap('cues').set('two', map)
        map.delete(missing)
      }
      expect(attempt(edit)).toMatch(new RegExp(`cues/two/${missing}$`))
    }
    expect(attempt((doc) => doc.getMap('cues').set('two', new Y.Map()))).toMatch(
      /^shape cues\/two\//,
    )
  })

  it('CG6 each inner write of a new cue is judged', () => {
    expect(attempt((doc) => putCue(doc, 'two', { durationMs: -1 }))).toBe(
      'value cues/two/durationMs',
    )
    expect(
      attempt((doc) => {
        putCue(doc, 'two')
        entryIn(doc, 'cues', 'two').set('extra', 1)
      }),
    ).toBe('shape cues/two/extra')
    expect(
      attempt((doc) => {
        putMark(doc, 'm')
        putCue(doc, 'two')
      }, 'editor'),
    ).toBe('policy cues/two')
  })

  it('CG6 what says where an entry comes from is written once', () => {
    putMark(server, 'm')
    expect(attempt((doc) => entryIn(doc, 'marks', 'm').set('createdBy', 'Me'), 'editor')).toBe(
      'fixed marks/m/createdBy',
    )
    expect(attempt((doc) => cue(doc).set('createdAt', 5))).toBe('fixed cues/one/createdAt')
  })
})
