import type { HistoryChange } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument, cueMap, type LoggedUpdate } from '../collab/index.ts'
import { ChangeReader } from './change-reader.ts'

/** A log as several people write it, each edit on top of the ones before. */
class Log {
  readonly rows: LoggedUpdate[] = []
  readonly doc = createDocument('rundown')
  atMs = 1_000

  edit(who: string, paths: string[], change: (doc: Y.Doc) => void): LoggedUpdate {
    const before = Y.encodeStateVector(this.doc)
    this.doc.transact(() => change(this.doc))
    return this.add(who, paths, Y.encodeStateAsUpdate(this.doc, before))
  }

  add(who: string, paths: string[], update: Uint8Array): LoggedUpdate {
    Y.applyUpdate(this.doc, update)
    this.atMs += 1_000
    const row: LoggedUpdate = {
      seq: this.rows.length + 1,
      update,
      sessionId: who,
      role: 'host',
      personName: who,
      paths,
      atMs: this.atMs,
    }
    this.rows.push(row)
    return row
  }
}

function withCue(): Log {
  const log = new Log()
  const cue = cueMap({
    type: 'segment',
    durationMs: 5_000,
    order: 'a0',
    createdAt: 1,
    deletedAt: 1,
    title: 'Opening',
    notes: '',
    script: '',
  })
  log.edit('Ana', ['cues/a'], (doc) => doc.getMap('cues').set('a', cue))
  log.edit('Ana', ['cues/a/deletedAt'], (doc) => cueIn(doc).set('deletedAt', null))
  return log
}

const cueIn = (doc: Y.Doc) => doc.getMap('cues').get('a') as Y.Map<unknown>
const titleIn = (doc: Y.Doc) => cueIn(doc).get('title') as Y.Text

function told(log: Log): HistoryChange[] {
  const reader = new ChangeReader('rundown')
  return [...log.rows.flatMap((row) => reader.read(row)), ...reader.openRuns()]
}

describe('what the log says', () => {
  it('CG60 is who set what, from which value to which', () => {
    const log = withCue()
    log.edit('Ben', ['cues/a/durationMs'], (doc) => cueIn(doc).set('durationMs', 9_000))
    const [made, set, ...rest] = told(log)
    expect(rest).toEqual([])
    expect(made).toMatchObject({
      path: 'cues/a',
      cueId: 'a',
      personName: 'Ana',
      change: { kind: 'made', made: { title: 'Opening' } },
    })
    expect(set).toMatchObject({
      path: 'cues/a/durationMs',
      personName: 'Ben',
      change: { kind: 'set', old: 5_000, new: 9_000 },
    })
  })

  it('CG61 sums up what one person types in one go, and no more than that', () => {
    const log = withCue()
    for (const letter of ' song') {
      log.edit('Ben', ['cues/a/title'], (doc) => titleIn(doc).insert(titleIn(doc).length, letter))
    }
    log.edit('Ana', ['cues/a/title'], (doc) => titleIn(doc).delete(0, 4))
    log.atMs += 120_000
    log.edit('Ana', ['cues/a/title'], (doc) => titleIn(doc).insert(0, 'Open'))
    const texts = told(log).filter(({ change }) => change.kind === 'text')
    expect(texts.map(({ personName, firstSeq, seq }) => [personName, firstSeq, seq])).toEqual([
      ['Ben', 3, 7],
      ['Ana', 8, 8],
      ['Ana', 9, 9],
    ])
    expect(texts[0]?.change).toEqual({
      kind: 'text',
      parts: [
        { kind: 'same', text: 'Opening' },
        { kind: 'added', text: ' song' },
      ],
    })
  })

  it('CG60 names cells by cue and column, whatever holds them', () => {
    const log = withCue()
    log.edit('Ana', ['cells/a/lights'], (doc) => doc.getMap('cells').set('a:lights', 'blue'))
    log.edit('Ana', ['cells/a/props'], (doc) => doc.getText('cell:a:props').insert(0, 'a cup'))
    // As the server itself logs it.
    log.edit('Ana', ['cell:a:sound'], (doc) => doc.getText('cell:a:sound').insert(0, 'bell'))
    expect(told(log).map(({ path, cueId }) => [path, cueId])).toEqual([
      ['cues/a', 'a'],
      ['cells/a/lights', 'a'],
      ['cells/a/props', 'a'],
      ['cells/a/sound', 'a'],
    ])
  })

  it('CG62 holds the value that lost to a simultaneous one', () => {
    const log = withCue()
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(log.doc))
    // The higher client id stands.
    other.clientID = 1
    log.doc.clientID = 2
    const known = Y.encodeStateVector(other)
    log.edit('Ana', ['cues/a/durationMs'], (doc) => cueIn(doc).set('durationMs', 7_000))
    cueIn(other).set('durationMs', 9_000)
    log.add('Ben', ['cues/a/durationMs'], Y.encodeStateAsUpdate(other, known))
    expect(told(log).at(-1)).toMatchObject({
      personName: 'Ben',
      change: { kind: 'set', old: 7_000, new: 9_000, lost: true },
    })
  })

  it('CG63 goes on from a whole state as if it had read everything before', () => {
    const log = withCue()
    log.edit('Ben', ['cues/a/durationMs'], (doc) => cueIn(doc).set('durationMs', 9_000))
    log.edit('Ben', ['cues/a/durationMs'], (doc) => cueIn(doc).set('durationMs', 10_000))
    log.edit('Ana', ['cues/a/title'], (doc) => titleIn(doc).insert(0, 'The '))
    const whole = told(log)
    const first = new ChangeReader('rundown')
    for (const row of log.rows.slice(0, 3)) first.read(row)
    const later = new ChangeReader('rundown')
    later.start(3, first.state())
    const rest = log.rows.slice(3).flatMap((row) => later.read(row))
    expect([...rest, ...later.openRuns()]).toEqual(whole.slice(2))
  })
})
