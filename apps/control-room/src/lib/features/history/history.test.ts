import {
  restoreEdits,
  viewColumns,
  type Column,
  type HistoryChange,
} from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { groupChanges } from './change-groups.ts'
import { deedText, placeText, valueText, type HistoryWords } from './change-words.ts'
import { opponentIn } from './conflict-words.ts'
import { restore, versionHere, type RestoreTarget } from './restore.ts'

const columns: Column[] = [
  {
    id: 'props',
    order: 'a0',
    name: 'Props',
    type: 'text',
    options: [],
    writers: [],
    department: null,
    deletedAt: null,
    createdAt: 1,
  },
]
const lookups = {
  sources: [{ value: 'cam', label: '1 Wide' }],
  products: [],
  groups: [],
}
const words: HistoryWords = {
  cues: [{ id: 'a', title: 'Opening' }],
  columns: viewColumns(columns, lookups),
  currency: 'EUR',
}

function change(given: Partial<HistoryChange>): HistoryChange {
  return {
    firstSeq: 1,
    seq: 1,
    path: 'cues/a/durationMs',
    cueId: 'a',
    change: { kind: 'set', old: 1, new: 2 },
    sessionId: 'ben',
    role: 'host',
    personName: 'Ben',
    firstAtMs: 0,
    atMs: 0,
    ...given,
  }
}

describe('the history in words', () => {
  it('CG60 names cue and column as the table does', () => {
    expect(placeText('cues/a/durationMs', words)).toBe('Cue 1, length')
    expect(placeText('cells/a/props', words)).toBe('Cue 1, props')
    expect(placeText('cues/gone/title', words, 'Sip')).toBe('“Sip”, title')
    expect(placeText('settings/wordsPerMinute', words)).toBe('Settings, reading speed')
    expect(placeText('cues/a/deletedAt', words)).toBe('Cue 1')
  })

  it('CG60 shows values as the table does, and deeds as deeds', () => {
    expect(valueText('cues/a/durationMs', 90_000, words)).toBe('1:30')
    expect(valueText('cues/a/sourceId', 'cam', words)).toBe('1 Wide')
    expect(valueText('cues/a/priceMinor', null, words)).toBe('empty')
    expect(deedText('cues/a/deletedAt', 5)).toBe('deleted')
    expect(deedText('cues/a/deletedAt', null)).toBe('brought back')
    expect(deedText('cues/a/order', 'a1')).toBe('moved')
    expect(deedText('cues/a/title', '')).toBeNull()
  })

  it('CG60 puts together what one person did within a minute', () => {
    const groups = groupChanges([
      change({ seq: 5, atMs: 125_000 }),
      change({ seq: 4, atMs: 121_000, personName: 'Ana' }),
      change({ seq: 3, atMs: 121_000 }),
      change({ seq: 2, atMs: 120_500, personName: 'Ana' }),
      change({ seq: 1, atMs: 61_000, personName: 'Ana' }),
    ])
    expect(groups.map(({ personName, changes }) => [personName, changes.length])).toEqual([
      ['Ben', 2],
      ['Ana', 2],
      ['Ana', 1],
    ])
  })
})

describe('the other side of a collision', () => {
  it('CG54 is found in the history: not oneself, and with the value that came', () => {
    const changes = [
      change({ seq: 3, sessionId: 'me', personName: 'Me' }),
      change({ seq: 2, change: { kind: 'set', old: 1, new: 9, lost: true }, personName: 'Ana' }),
      change({ seq: 1, change: { kind: 'set', old: 1, new: 2 } }),
    ]
    expect(opponentIn(changes, 'me', undefined)).toMatchObject({ personName: 'Ana', value: 9 })
    expect(opponentIn(changes, 'me', 2)).toMatchObject({ personName: 'Ben', value: 2 })
    expect(opponentIn(changes, 'me', 77)).toBeNull()
  })
})

function target(doc: Y.Doc): RestoreTarget & { undo: Y.UndoManager } {
  const mine = Symbol('mine')
  const undo = new Y.UndoManager(
    ['cues', 'cells', 'settings'].map((name) => doc.getMap(name)),
    { trackedOrigins: new Set([mine]), doc },
  )
  return {
    doc,
    undo,
    edit: (run) => void doc.transact(run, mine),
    newStep: () => undo.stopCapturing(),
    text(name) {
      const text = doc.getText(name)
      undo.addToScope(text)
      return text
    },
  }
}

function show(): Y.Doc {
  const doc = new Y.Doc()
  const fields: [string, unknown][] = [
    ['title', new Y.Text('Pour the coffee')],
    ['notes', new Y.Text()],
    ['script', new Y.Text()],
    ['durationMs', 5],
    ['order', 'a0'],
    ['type', 'segment'],
    ['deletedAt', null],
    ['createdAt', 1],
  ]
  doc.getMap('cues').set('a', new Y.Map<unknown>(fields))
  doc.getText('cell:a:props').insert(0, 'a cup')
  return doc
}

const cue = (doc: Y.Doc) => doc.getMap('cues').get('a') as Y.Map<unknown>

describe('bringing a version back', () => {
  it('CG65 is one edit of one’s own, with what others write meanwhile left in it, and one undo', () => {
    const mine = show()
    const then = versionHere(mine, 'rundown')
    const me = target(mine)
    me.edit(() => {
      cue(mine).set('durationMs', 9)
      ;(cue(mine).get('title') as Y.Text).insert(9, 'hot ')
      me.text('cell:a:props').insert(5, ' and a spoon')
    })
    const theirs = new Y.Doc()
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
    // Meanwhile somebody else writes in the same text.
    ;(cue(theirs).get('title') as Y.Text).insert(0, 'Slowly: ')
    const edits = restoreEdits('rundown', versionHere(mine, 'rundown'), then)
    restore(me, edits, columns, 77)
    expect(versionHere(mine, 'rundown')).toEqual(then)
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs))
    expect(String(cue(mine).get('title'))).toBe('Slowly: Pour the coffee')
    me.undo.undo()
    expect(String(cue(mine).get('title'))).toBe('Slowly: Pour the hot coffee')
    expect(cue(mine).get('durationMs')).toBe(9)
    expect(mine.getText('cell:a:props').toString()).toBe('a cup and a spoon')
  })

  it('CG65 hides with the time of the server what was made later', () => {
    const doc = show()
    const then = versionHere(new Y.Doc(), 'rundown')
    restore(target(doc), restoreEdits('rundown', versionHere(doc, 'rundown'), then), columns, 77)
    expect(cue(doc).get('deletedAt')).toBe(77)
  })
})
