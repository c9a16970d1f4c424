import type { Role, Seat } from '@stallcast/shared/crew'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { createDocumentLog, historySeq, type LoggedUpdate } from '@stallcast/store/collab'
import { createShow } from '@stallcast/store/crew'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { createDocument, cueMap } from '../collab/index.ts'
import { HistoryThread } from './history-thread.ts'
import { HistoryService } from './history.service.ts'

let postgres: TestDatabase
let thread: HistoryThread
let history: HistoryService

beforeAll(async () => {
  postgres = await startTestDatabase()
  for (const id of ['s', 'long', 'money']) {
    await createShow(postgres.database, {
      id,
      slug: id,
      title: id,
      subtitle: '',
      currency: 'EUR',
      timeZone: 'UTC',
      plannedStartMs: 0,
    })
  }
  thread = new HistoryThread(postgres.url)
  history = new HistoryService({ database: postgres.database, thread })
})

afterAll(async () => {
  await thread.close()
  await postgres.stop()
})

function seat(role: Role, showId = 's'): Seat {
  return { sessionId: `${role}-1`, showId, role, personName: role, tint: 0 }
}

/** Writes the log of a document as the relay does, one row per edit. */
class Writer {
  readonly doc: Y.Doc
  rows: LoggedUpdate[] = []
  seq = 0
  atMs = 1_000_000
  readonly #name: string

  constructor(showId: string, kind: 'rundown' | 'finance' = 'rundown') {
    this.#name = `show:${showId}:${kind}`
    this.doc = createDocument(kind)
  }

  edit(who: string, path: string, change: (doc: Y.Doc) => void, afterMs = 1_000): void {
    let update: Uint8Array = new Uint8Array()
    const keep = (made: Uint8Array): void => void (update = made)
    this.doc.on('update', keep)
    this.doc.transact(() => change(this.doc))
    this.doc.off('update', keep)
    this.seq += 1
    this.atMs += afterMs
    this.rows.push({
      seq: this.seq,
      update,
      sessionId: who,
      role: 'host',
      personName: who,
      paths: [path],
      atMs: this.atMs,
    })
  }

  addCue(id: string, title: string): void {
    this.edit('Ana', `cues/${id}`, (doc) =>
      doc.getMap('cues').set(
        id,
        cueMap({
          type: 'segment',
          durationMs: 0,
          order: 'a0',
          createdAt: 1,
          deletedAt: null,
          title,
          notes: '',
          script: '',
        }),
      ),
    )
  }

  cue(id: string): Y.Map<unknown> {
    return this.doc.getMap('cues').get(id) as Y.Map<unknown>
  }

  setLength(id: string, durationMs: number, who: string): void {
    this.edit(who, `cues/${id}/durationMs`, () => this.cue(id).set('durationMs', durationMs))
  }

  async flush(): Promise<void> {
    const log = createDocumentLog(postgres.database)
    const rows = this.rows
    this.rows = []
    for (let at = 0; at < rows.length; at += 2_000) {
      await log.append(this.#name, rows.slice(at, at + 2_000))
    }
  }
}

const page = { kind: 'rundown', limit: 50 } as const

describe('the history of a document', () => {
  const writer = new Writer('s')

  it('CG60 is read by page, by place, by cue and by person', async () => {
    writer.addCue('a', 'Opening')
    writer.addCue('b', 'Offer')
    for (let at = 1; at <= 5; at++) writer.setLength('a', at * 1_000, at % 2 ? 'Ana' : 'Ben')
    writer.edit('Ben', 'cells/b/lights', (doc) => doc.getMap('cells').set('b:lights', 'blue'))
    await writer.flush()
    const all = await history.page(seat('editor'), page)
    expect(all.changes.map(({ path }) => path)).toEqual([
      'cells/b/lights',
      ...Array.from({ length: 5 }, () => 'cues/a/durationMs'),
      'cues/b',
      'cues/a',
    ])
    const ofBen = await history.page(seat('host'), { ...page, person: 'Ben' })
    expect(ofBen.changes).toHaveLength(3)
    const ofB = await history.page(seat('host'), { ...page, cue: 'b' })
    expect(ofB.changes.map(({ path }) => path)).toEqual(['cells/b/lights', 'cues/b'])
    const ofA = await history.page(seat('host'), { ...page, path: 'cues/a' })
    expect(ofA.changes).toHaveLength(6)
    const cell = await history.page(seat('host'), { ...page, path: 'cues/a/durationMs', limit: 1 })
    expect(cell.changes[0]).toMatchObject({
      personName: 'Ana',
      change: { kind: 'set', old: 4_000, new: 5_000 },
    })
    expect(await history.writers(seat('host'), 'rundown')).toEqual(['Ben', 'Ana'])
  })

  it('CG60 leaves nothing out and tells nothing twice from page to page', async () => {
    const seen: string[] = []
    let before: string | undefined
    for (let guard = 0; guard < 20; guard++) {
      const part = await history.page(seat('host'), {
        ...page,
        limit: 3,
        ...(before !== undefined && { before }),
      })
      seen.push(...part.changes.map(({ seq, path }) => `${seq} ${path}`))
      if (part.next === null) break
      before = part.next
    }
    expect(seen).toHaveLength(8)
    expect(new Set(seen).size).toBe(8)
  })

  it('CG61 goes on with a sentence that is still being typed', async () => {
    const title = writer.cue('a').get('title') as Y.Text
    const type = (what: string) =>
      writer.edit('Ana', 'cues/a/title', () => title.insert(title.length, what))
    type(' so')
    await writer.flush()
    const first = await history.page(seat('host'), { ...page, path: 'cues/a/title' })
    type('ng')
    await writer.flush()
    const then = await history.page(seat('host'), { ...page, path: 'cues/a/title' })
    expect([first.changes.length, then.changes.length]).toEqual([1, 1])
    expect(then.changes[0]?.change).toEqual({
      kind: 'text',
      parts: [
        { kind: 'same', text: 'Opening' },
        { kind: 'added', text: ' song' },
      ],
    })
  })

  it('CG64 shows the document as it was after an edit, and as it was at a time', async () => {
    const after = await history.version(seat('host'), 'rundown', { seq: 3 })
    expect(after.roots['cues']?.['a']).toMatchObject({ title: 'Opening', durationMs: 1_000 })
    expect(after.cells).toEqual({})
    const at = await history.version(seat('host'), 'rundown', { atMs: 1_000_000 + 8_500 })
    expect(at).toMatchObject({ seq: 8, cells: { 'cells/b/lights': 'blue' } })
    await expect(history.version(seat('host'), 'rundown', { atMs: 5 })).rejects.toMatchObject({
      code: 'history.unknown',
    })
  })

  it('CG66 keeps a name for a version, given by who may restore', async () => {
    const kind = 'rundown'
    await expect(history.name(seat('editor'), { kind, name: 'Mine' })).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await history.name(seat('producer'), { kind, name: 'Before rehearsal', seq: 3 })
    const [now, rehearsal] = await history.name(seat('host'), { kind, name: 'Now' })
    expect(now).toMatchObject({ name: 'Now', seq: writer.seq, namedBy: 'host' })
    expect(rehearsal).toMatchObject({ name: 'Before rehearsal', seq: 3 })
    const left = await history.unname(seat('host'), kind, now?.id ?? '')
    expect(left.map(({ name }) => name)).toEqual(['Before rehearsal'])
    await expect(history.unname(seat('host'), kind, now?.id ?? '')).rejects.toMatchObject({
      code: 'history.unknown',
    })
  })

  it('CG60 is for the crew; that of the money for those who read it', async () => {
    const money = new Writer('money', 'finance')
    money.edit('Ida', 'notes', (doc) => doc.getText('notes').insert(0, 'Paid.'))
    await money.flush()
    const query = { ...page, kind: 'finance' } as const
    const found = await history.page(seat('finance', 'money'), query)
    expect(found.changes[0]).toMatchObject({ path: 'notes', personName: 'Ida' })
    for (const role of ['host', 'editor', 'guest', 'observer'] as const) {
      const refused = history.page(seat(role, 'money'), query)
      await expect(refused).rejects.toMatchObject({ code: 'auth.forbidden' })
    }
    for (const role of ['guest', 'observer', 'viewer'] as const) {
      const refused = history.page(seat(role), page)
      await expect(refused).rejects.toMatchObject({ code: 'auth.forbidden' })
    }
  })
})

describe('a week of edits', () => {
  it('CG63 is read in a thread of its own, once, however many relays ask', async () => {
    const writer = new Writer('long')
    for (let at = 0; at < 20; at++) writer.addCue(`c${at}`, `Cue ${at}`)
    for (let at = 0; at < 9_980; at++) writer.setLength(`c${at % 20}`, at, `P${at % 7}`)
    await writer.flush()
    const other = new HistoryThread(postgres.url)
    try {
      await Promise.all([
        thread.draw('show:long:rundown', 'rundown'),
        other.draw('show:long:rundown', 'rundown'),
      ])
    } finally {
      await other.close()
    }
    expect(await historySeq(postgres.database, 'show:long:rundown')).toBe(10_000)
    const { count } = await postgres.database
      .selectFrom('doc_changes')
      .select((on) => on.fn.countAll<number>().as('count'))
      .where('doc', '=', 'show:long:rundown')
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(10_000)
    const states = await postgres.database
      .selectFrom('doc_checkpoints')
      .select('seq')
      .where('doc', '=', 'show:long:rundown')
      .orderBy('seq')
      .execute()
    expect(states.length).toBeGreaterThan(1)
    const version = await history.version(seat('host', 'long'), 'rundown', { seq: 9_000 })
    // Row 9,000 is the 8,980th length, which is 8,979, of cue 19.
    expect(version.roots['cues']?.['c19']).toMatchObject({ durationMs: 8_979 })
    writer.setLength('c0', 123, 'P0')
    await writer.flush()
    const query = { ...page, limit: 1 }
    const { changes } = await history.page(seat('host', 'long'), query)
    expect(changes[0]).toMatchObject({ path: 'cues/c0/durationMs', change: { new: 123 } })
  })
})
