import type { Role } from '@stallcast/shared/crew'
import { cellKey, cellTextRoot, type ColumnType } from '@stallcast/shared/rundown'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument } from '../rundown-document.ts'
import { entryIn, putColumn, putCue, replicaOf, updateOf } from '../testing/replicas.ts'
import { judgeUpdate } from './field-gate.ts'

let server: Y.Doc

beforeEach(() => {
  server = createDocument('rundown')
  putCue(server, 'one')
  putColumn(server, 'legal', { type: 'text', writers: ['finance'] })
  putColumn(server, 'count', { type: 'number', writers: ['editor'] })
})

const legal = cellTextRoot('one', 'legal')
const count = cellKey('one', 'count')

/** Judges bytes and, if they may be, applies them: the paths, or why and where they were refused. */
function take(role: Role, update: Uint8Array): string[] | string {
  const verdict = judgeUpdate(server, 'rundown', { role, mayUseClient: () => true }, update)
  if (verdict.kind === 'refused') {
    return `${String(verdict.error.params['why'])} ${String(verdict.error.params['path'])}`
  }
  if (verdict.kind !== 'accepted') return verdict.kind
  Y.applyUpdate(server, verdict.update)
  return verdict.paths
}

const attempt = (role: Role, edit: (doc: Y.Doc) => void) =>
  take(role, updateOf(replicaOf(server), edit))
const put = (doc: Y.Doc, key: string, value: unknown) => void doc.getMap('cells').set(key, value)

describe('CG24 a cell belongs to a cue and a column', () => {
  it('CG24 whom the column names may write in it, and in no other', () => {
    for (const role of ['host', 'producer', 'finance'] as const) {
      expect(attempt(role, (doc) => doc.getText(legal).insert(0, 'ok '))).toEqual([
        'cells/one/legal',
      ])
    }
    for (const role of ['editor', 'guest', 'observer', 'viewer'] as const) {
      expect(attempt(role, (doc) => doc.getText(legal).insert(0, 'no '))).toMatch(/^policy/)
      expect(attempt(role, (doc) => doc.getText(legal).delete(0, 1))).toMatch(/^policy/)
    }
    expect(attempt('editor', (doc) => put(doc, count, 5))).toEqual(['cells/one/count'])
    expect(attempt('editor', (doc) => put(doc, count, 6))).toEqual(['cells/one/count'])
    expect(attempt('finance', (doc) => put(doc, count, 7))).toBe('policy cells/one/count')
    expect(attempt('finance', (doc) => doc.getMap('cells').delete(count))).toBe(
      'policy cells/one/count',
    )
    expect(server.getText(legal).toString()).toBe('ok ok ok ')
  })

  it('CG23 a column says who writes from its next edit on', () => {
    expect(attempt('editor', (doc) => doc.getText(legal).insert(0, 'a'))).toMatch(/^policy/)
    const column = entryIn(server, 'columns', 'legal')
    column.set('writers', ['editor'])
    expect(attempt('editor', (doc) => doc.getText(legal).insert(0, 'a'))).toHaveLength(1)
    expect(attempt('finance', (doc) => doc.getText(legal).insert(0, 'a'))).toMatch(/^policy/)
  })

  it('CG24 without its cue or its column there is no cell', () => {
    const bad: [edit: (doc: Y.Doc) => void, answer: string][] = [
      [(doc) => put(doc, cellKey('none', 'count'), 1), 'shape cells/none/count'],
      [(doc) => put(doc, cellKey('one', 'none'), 1), 'shape cells/one/none'],
      [(doc) => put(doc, 'one', 1), 'shape cells/one'],
      [(doc) => put(doc, 'one:count:x', 1), 'shape cells/one/count:x'],
      [
        (doc) => doc.getText(cellTextRoot('none', 'legal')).insert(0, 'x'),
        'shape cells/none/legal',
      ],
      [(doc) => doc.getText(cellTextRoot('one', 'none')).insert(0, 'x'), 'shape cells/one/none'],
      [(doc) => doc.getText('cell:one').insert(0, 'x'), 'shape cell:one'],
      [(doc) => doc.getText('cell:one:legal:x').insert(0, 'x'), 'shape cell:one:legal:x'],
    ]
    for (const [edit, answer] of bad) expect(attempt('host', edit)).toBe(answer)
    expect([...server.share.keys()].filter((name) => name.startsWith('cell:'))).toEqual([])
  })

  it('CG24 letters go into text columns, values into the others, and nothing else into either', () => {
    const bad: [edit: (doc: Y.Doc) => void, answer: string][] = [
      [(doc) => doc.getText(cellTextRoot('one', 'count')).insert(0, '5'), 'shape cells/one/count'],
      [(doc) => put(doc, cellKey('one', 'legal'), 'x'), 'value cells/one/legal'],
      [(doc) => doc.getMap(legal).set('a', 1), 'shape cells/one/legal'],
      [(doc) => doc.getArray(legal).push(['x']), 'value cells/one/legal'],
      [(doc) => doc.getText(legal).insertEmbed(0, new Y.Map()), 'value cells/one/legal'],
      [(doc) => doc.getText(legal).insert(0, 'x', { bold: true }), 'value cells/one/legal'],
      [(doc) => doc.getText(legal).insert(0, 'x'.repeat(20_001)), 'size cells/one/legal'],
    ]
    for (const [edit, answer] of bad) expect(attempt('host', edit)).toBe(answer)
    expect(attempt('host', (doc) => doc.getText(legal).insert(0, 'x'.repeat(20_000)))).toEqual([
      'cells/one/legal',
    ])
    expect(attempt('host', (doc) => doc.getText(legal).insert(0, 'y'))).toBe('size cells/one/legal')
  })

  const fitting: [type: ColumnType, fits: unknown[], doesNot: unknown[]][] = [
    ['number', [0, -1.5, 1e15, null], ['5', true, Number.NaN, 2e15, {}, undefined]],
    ['duration', [0, 60_000, null], [-1, 1.5, 86_400_001, '60']],
    ['checkbox', [true, false, null], [1, 'true', '']],
    ['select', ['Blue', null], ['', 'x'.repeat(81), 3]],
    ['person', ['Ida', null], ['', 'x'.repeat(201), ['Ida']]],
    ['image', ['file:a-1', null], ['https://x.test/a.png', 'file:../x', 'data:image/png;base64,']],
    [
      'url',
      ['https://x.test/a?b=c', 'HTTP://x.test', null],
      ['javascript:alert(1)', 'x.test', 'https://', 'https://x.test/a b', 'x'.repeat(2_001)],
    ],
    ['rich-text', [], ['x', null]],
  ]

  it.each(fitting)('CG24 a value fits its column: %s', (type, fits, doesNot) => {
    putColumn(server, 'column', { type })
    for (const value of fits) {
      expect(attempt('host', (doc) => put(doc, cellKey('one', 'column'), value))).toHaveLength(1)
    }
    for (const value of doesNot) {
      expect(attempt('host', (doc) => put(doc, cellKey('one', 'column'), value))).toBe(
        'value cells/one/column',
      )
    }
  })

  it('CG24 cue, column and cells may arrive together, as after work without the network', () => {
    const away = (doc: Y.Doc) => {
      put(doc, cellKey('two', 'new'), 5)
      doc.getText(cellTextRoot('two', 'words')).insert(0, 'Hi')
      putColumn(doc, 'new', { type: 'number' })
      putColumn(doc, 'words', { type: 'rich-text' })
      putCue(doc, 'two')
    }
    expect(attempt('host', away)).toEqual(
      expect.arrayContaining(['cells/two/new', 'cells/two/words', 'columns/new', 'cues/two']),
    )
    const wrong = (doc: Y.Doc) => {
      putColumn(doc, 'other', { type: 'number' })
      put(doc, cellKey('one', 'other'), 'five')
    }
    expect(attempt('host', wrong)).toBe('value cells/one/other')
  })

  it('CG24 the type of a column stands: values written meanwhile still fit', () => {
    expect(attempt('host', (doc) => entryIn(doc, 'columns', 'count').set('type', 'text'))).toBe(
      'fixed columns/count/type',
    )
  })
})

describe('CG25 two people who begin at once', () => {
  const everything = (doc: Y.Doc, word: string, value: number) => {
    doc.getText(legal).insert(0, word)
    put(doc, count, value)
    doc.getMap('settings').set('wordsPerMinute', 100 + value)
    entryIn(doc, 'cues', 'one').set('warnMs', value)
  }

  it('CG25 are neither refused nor overwritten: one text, one value', () => {
    const ida = replicaOf(server, 10)
    const jon = replicaOf(server, 20)
    const first = updateOf(ida, (doc) => everything(doc, 'Ida', 1))
    const second = updateOf(jon, (doc) => everything(doc, 'Jon', 2))
    expect(take('host', first)).toHaveLength(4)
    expect(take('producer', second)).toHaveLength(4)
    for (const copy of [ida, jon]) {
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(server))
      expect(copy.getText(legal).toString()).toBe(server.getText(legal).toString())
      expect(copy.getMap('cells').toJSON()).toEqual(server.getMap('cells').toJSON())
      expect(copy.getMap('settings').toJSON()).toEqual(server.getMap('settings').toJSON())
    }
    expect(server.getText(legal).toString()).toMatch(/^(IdaJon|JonIda)$/)
  })
})

describe('CG26 undo', () => {
  /** Undo over the whole document: cell texts are roots that come later. */
  function undoing(doc: Y.Doc) {
    return new Y.UndoManager(doc, {
      trackedOrigins: new Set(['edit']),
      captureTimeout: 0,
      ignoreRemoteMapChanges: true,
    })
  }

  it('CG26 takes the first value of a cell, of a setting and of a field back, and a text’s first letters', () => {
    const copy = replicaOf(server)
    const undo = undoing(copy)
    const sent: Uint8Array[] = []
    copy.on('update', (update) => sent.push(update))
    copy.transact(() => {
      copy.getText(legal).insert(0, 'Hello')
      put(copy, count, 5)
      copy.getMap('settings').set('fixedEndMs', 5)
      entryIn(copy, 'cues', 'one').set('colour', 'red')
    }, 'edit')
    undo.undo()
    undo.redo()
    undo.undo()
    for (const update of sent) expect(take('host', update)).toBeInstanceOf(Array)
    expect(server.getText(legal).toString()).toBe('')
    expect(server.getMap('cells').toJSON()).toEqual({})
    expect(server.getMap('settings').toJSON()).toEqual({})
    expect(entryIn(server, 'cues', 'one').has('colour')).toBe(false)
    undo.redo()
    expect(take('host', Y.encodeStateAsUpdate(copy))).toBeInstanceOf(Array)
    expect(server.getMap('cells').toJSON()).toEqual({ [count]: 5 })
    expect(server.getText(legal).toString()).toBe('Hello')
  })

  it('CG26 nobody takes away what they may not write', () => {
    attempt('host', (doc) => {
      doc.getMap('settings').set('fixedEndMs', 5)
      entryIn(doc, 'cues', 'one').set('colour', 'red')
    })
    expect(attempt('editor', (doc) => doc.getMap('settings').delete('fixedEndMs'))).toBe(
      'policy settings/fixedEndMs',
    )
    expect(attempt('editor', (doc) => entryIn(doc, 'cues', 'one').delete('colour'))).toBe(
      'policy cues/one/colour',
    )
    expect(attempt('host', (doc) => entryIn(doc, 'cues', 'one').delete('durationMs'))).toBe(
      'policy cues/one/durationMs',
    )
  })
})

describe('CG4 structures hold what is named and nothing beside', () => {
  it('CG4 a trigger’s action carries no luggage', () => {
    const trigger = (action: unknown) => (doc: Y.Doc) =>
      void doc.getMap('triggers').set(
        't',
        new Y.Map<unknown>([
          ['cueId', 'one'],
          ['on', 'start'],
          ['action', action],
          ['enabled', true],
          ['deletedAt', null],
          ['createdAt', 1],
        ]),
      )
    const action = { type: 'webhook', outputId: 'hook' }
    expect(attempt('host', trigger({ ...action, luggage: 'x'.repeat(1_000) }))).toBe(
      'value triggers/t/action',
    )
    expect(attempt('host', trigger(action))).toEqual(['triggers/t'])
  })

  it('CG4 comments, clips and facts are the server’s', () => {
    for (const root of ['comments', 'clips', 'facts']) {
      expect(attempt('host', (doc) => doc.getMap(root).set('x', 1))).toBe(`policy ${root}/x`)
    }
  })
})
