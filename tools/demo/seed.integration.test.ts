import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@stallcast/shared/crew'
import { cueSchema, documentName, idleClock } from '@stallcast/shared/rundown'
import { createDocumentLog } from '@stallcast/store/collab'
import { readCatalogue } from '@stallcast/store/commerce'
import { openInvite, readShow } from '@stallcast/store/crew'
import { listShowSources } from '@stallcast/store/media'
import { commit } from '@stallcast/store/rundown'
import { readAgreement } from '@stallcast/store/settlement'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import * as Y from 'yjs'
import { cacheDir } from '../bootstrap/paths.mjs'
import { readyShowSchema, type ReadyShow } from '../launcher/ready.schema.ts'
import { demoCues, demoPeople, demoProducts } from './demo-show.ts'
import { seedDemo } from './seed.ts'

const secret = 'ab'.repeat(32)
let test: TestDatabase
let folder: string
let first: ReadyShow

async function seed(): Promise<ReadyShow> {
  const [show] = await seedDemo({
    databaseUrl: test.url,
    dataDir: join(folder, 'data'),
    cacheDir: cacheDir(),
    origin: 'http://localhost:4700',
    secret,
    ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg',
    onProgress: () => undefined,
  })
  return readyShowSchema.parse(show)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stallcast-seed-'))
  test = await startTestDatabase()
  first = await seed()
}, 300_000)
afterAll(async () => {
  await test.stop()
  await rm(folder, { recursive: true, force: true })
})

async function readCues(showId: string) {
  const { updates } = await createDocumentLog(test.database).load(documentName(showId, 'rundown'))
  const doc = new Y.Doc()
  for (const { update } of updates) Y.applyUpdate(doc, update)
  return Object.entries(doc.getMap('cues').toJSON())
    .map(([id, fields]) => cueSchema.parse({ id, ...(fields as object) }))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
}

describe('the demo show', () => {
  it('DM6 stands complete: run of show, goods, agreement, cameras', async () => {
    const cues = await readCues(first.id)
    expect(cues.map((cue) => cue.title)).toEqual(demoCues.map((cue) => cue.title))
    expect(cues.at(-1)?.type).toBe('settle')
    const catalogue = await readCatalogue(test.database, first.id)
    expect(catalogue).toHaveLength(demoProducts.length)
    for (const cue of cues.filter((each) => each.productId !== null)) {
      expect(catalogue.map((product) => product.id)).toContain(cue.productId)
    }
    const agreement = await readAgreement(test.database, first.id)
    expect(agreement?.parties).toHaveLength(4)
    const sources = await listShowSources(test.database, first.id)
    expect(sources.map((source) => source.sourceId)).toEqual(['cam1', 'cam2', 'cam3', 'slate'])
    for (const { file } of sources) {
      expect((await stat(join(folder, 'data', file))).size).toBeGreaterThan(100_000)
    }
  })

  it('DM7 each link opens the seat of its person', async () => {
    for (const { role, name } of demoPeople) {
      const token = first.links[role].split('/join/')[1] ?? ''
      const { seat } = await openInvite(test.database, secret, token)
      expect(seat).toMatchObject({ role, personName: name, showId: first.id })
    }
  })

  it('DM8 a second start finds the same show and changes nothing', async () => {
    const before = await readCues(first.id)
    const again = await seed()
    expect(again.id).toBe(first.id)
    expect(again.links.shop).toBe(first.links.shop)
    expect(await readCues(first.id)).toEqual(before)
    const invites = await test.database.selectFrom('invites').selectAll().execute()
    expect(invites).toHaveLength(demoPeople.length)
  })

  it('DM9 a show that has ended is kept, and a new one takes its address', async () => {
    await commit(test.database, {
      showId: first.id,
      domain: 'clock',
      expectedRev: 0,
      atMs: 1,
      actor: systemActor,
      state: { ...idleClock, phase: 'ended' },
      events: [],
    })
    const next = await seed()
    expect(next.id).not.toBe(first.id)
    expect(next.links.shop).toBe(first.links.shop)
    expect((await readShow(test.database, first.id)).slug).not.toBe('harbour-market')
    expect(await readCues(next.id)).toHaveLength(demoCues.length)
    expect((await seed()).id).toBe(next.id)
  })
})
