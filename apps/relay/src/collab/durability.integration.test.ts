import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { documentName } from '@stallcast/shared/rundown'
import { createDocumentLog } from '@stallcast/store/collab'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DocumentState } from './document-state.ts'
import { connectClient, leaveAll, startCollab, until } from './testing/collab-server.ts'
import { putCue, textIn } from './testing/replicas.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
let postgres: TestDatabase

beforeAll(async () => {
  postgres = await startTestDatabase()
})
afterEach(leaveAll)
afterAll(async () => {
  await postgres.stop()
})

const notes = (doc: Y.Doc) => textIn(doc, 'one', 'notes')

describe('CG30 nothing that was acknowledged is lost', () => {
  it(
    'CG30 200 people type into one text at once, and every letter is in it',
    { timeout: 120_000 },
    async () => {
      const people = 200
      const collab = await startCollab(createDocumentLog(postgres.database))
      const rundown = documentName('demo', 'rundown')
      await collab.service.writeAsServer(rundown, (doc) => putCue(doc, 'one'))
      const clients = Array.from({ length: people }, (_, index) =>
        connectClient(collab.url, { role: 'host', session: `s-${index}` }),
      )
      await Promise.all(clients.map((client) => client.synced()))
      clients.forEach(({ doc }, index) => notes(doc).insert(0, `<${index}>`))
      const length = Array.from({ length: people }, (_, index) => `<${index}>`).join('').length
      await Promise.all(clients.map(({ doc }) => until(doc, () => notes(doc).length === length)))
      const texts = new Set(clients.map(({ doc }) => notes(doc).toString()))
      expect(texts.size).toBe(1)
      const [text = ''] = texts
      for (let index = 0; index < people; index++) expect(text).toContain(`<${index}>`)
      const rows = await createDocumentLog(postgres.database).history(rundown, { limit: 1_000 })
      expect(new Set(rows.map((row) => row.sessionId)).size).toBe(people + 1)
      leaveAll()
      await collab.stop()
    },
  )

  it('CG30 a relay alone is killed with edits in flight: what came back to its author is in the log', async () => {
    const show = 'killed'
    const child = fork(fileURLToPath(new URL('testing/relay-process.ts', import.meta.url)), [
      postgres.url,
    ])
    const [url] = (await once(child, 'message')) as [string]
    const ida = connectClient(url, { role: 'host', show, session: 's-1' })
    const jon = connectClient(url, { role: 'host', show, session: 's-2' })
    await Promise.all([ida.synced(), jon.synced()])
    ida.doc.transact(() => putCue(ida.doc, 'one'))
    await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
    // What others see is durable, and so is what comes back to its author: one and the same message.
    let typed = 0
    const typing = setInterval(
      () => notes(ida.doc).insert(notes(ida.doc).length, `<${typed++}>`),
      1,
    )
    await until(jon.doc, () => notes(jon.doc).length > 200)
    child.kill('SIGKILL')
    await once(child, 'exit')
    clearInterval(typing)
    const seen = notes(jon.doc).toString()
    leaveAll()
    const log = createDocumentLog(postgres.database)
    const name = documentName(show, 'rundown')
    const { doc } = await DocumentState.load(name, 'rundown', log, silent)
    expect(notes(doc).toString().startsWith(seen)).toBe(true)
    expect(seen.length).toBeLessThanOrEqual(notes(ida.doc).length)
  })
})

describe('CG29 a week of edits', () => {
  it(
    'CG29 100,000 edits open from the newest snapshot and the few after it; the audit keeps them all',
    { timeout: 120_000 },
    async () => {
      const edits = 100_000
      const after = 400
      const name = documentName('long', 'rundown')
      const log = createDocumentLog(postgres.database)
      const doc = new Y.Doc()
      const updates: Buffer[] = []
      doc.on('update', (update: Uint8Array) => updates.push(Buffer.from(update)))
      doc.transact(() => putCue(doc, 'one'))
      let snapshot = new Uint8Array()
      for (let index = 1; index < edits; index++) {
        if (index === edits - after) snapshot = new Uint8Array(Y.encodeStateAsUpdate(doc))
        if (index % 3 === 0 && notes(doc).length > 0) notes(doc).delete(0, 1)
        else notes(doc).insert(notes(doc).length, 'a')
      }
      const hex = updates.map((update) => `\\x${update.toString('hex')}`)
      for (let from = 0; from < edits; from += 20_000) {
        const some = hex
          .slice(from, from + 20_000)
          .map((each) => `"\\${each}"`)
          .join(',')
        await postgres.run(
          `insert into doc_updates (doc, seq, update, session_id, role, person_name, paths, at_ms)
         select '${name}', ${from} + n, u, 's', 'host', 'Ida', array['cues/one/notes'], n
         from unnest('{${some}}'::bytea[]) with ordinality as rows(u, n)`,
        )
      }
      await log.snapshot(name, edits - after, snapshot, 1)
      const stored = await log.load(name)
      expect([stored.snapshot?.seq, stored.updates.length]).toEqual([edits - after, after])
      const loaded = await DocumentState.load(name, 'rundown', log, silent)
      expect(loaded.seq).toBe(edits)
      expect(loaded.doc.getMap('cues').toJSON()).toEqual(doc.getMap('cues').toJSON())
      // Three more snapshots, of which the oldest goes: of the log nothing does.
      for (const seq of [edits - 3, edits - 2, edits - 1])
        await log.snapshot(name, seq, snapshot, 2)
      const oldest = await log.history(name, { beforeSeq: 3 })
      expect(oldest.map((row) => row.seq)).toEqual([2, 1])
      expect(await log.after(name, edits - 2)).toHaveLength(2)
    },
  )
})
