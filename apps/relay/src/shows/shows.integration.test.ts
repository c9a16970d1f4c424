import { randomUUID } from 'node:crypto'
import { documentName, newCueFields } from '@stallcast/shared/rundown'
import { newShowSchema, type Seat } from '@stallcast/shared/crew'
import { createOutput, listOutputs } from '@stallcast/store/automation'
import { createDocumentLog } from '@stallcast/store/collab'
import { readCatalogue, seedCatalogue } from '@stallcast/store/commerce'
import {
  changeShow,
  createShow,
  deleteTemplate,
  listShows,
  listTemplates,
  readSeat,
} from '@stallcast/store/crew'
import { listShowSources, saveShowSources } from '@stallcast/store/media'
import { readAgreement, seedAgreement } from '@stallcast/store/settlement'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readContent, ShowsService } from './index.ts'

const secret = '22'.repeat(32)
const nowMs = Date.UTC(2027, 0, 1)
const hourMs = 3_600_000
let test: TestDatabase
let service: ShowsService
let seat: Seat

const readRundown = async (docName: string) => {
  const { updates } = await createDocumentLog(test.database).load(docName)
  const doc = new Y.Doc()
  for (const { update } of updates) Y.applyUpdate(doc, update)
  return readContent(doc)
}

beforeAll(async () => {
  test = await startTestDatabase()
  const { database } = test
  const showId = randomUUID()
  seat = { sessionId: 's1', showId, role: 'producer', personName: 'Paul', tint: 1 }
  service = new ShowsService({ database, secret, readRundown, now: () => nowMs })
  const show = { id: showId, slug: 'harbour-market', title: 'Harbour Market', subtitle: 'ep. 4' }
  await createShow(database, { ...show, currency: 'EUR', timeZone: 'UTC', plannedStartMs: nowMs })
  const flask = { sku: 'flask', title: 'Flask', subtitle: '', imageUrl: '', currency: 'EUR' }
  await seedCatalogue(database, showId, [
    { ...flask, id: `f-${showId}`, priceMinor: 3200, units: 10 },
  ])
  await seedAgreement(database, showId, {
    id: showId,
    currency: 'EUR',
    parties: [
      { partyId: 'brand', name: 'Brand', email: 'b@example.org', rule: { kind: 'remainder' } },
    ],
  })
  await saveShowSources(database, showId, [
    { sourceId: 'cam1', number: 1, label: 'Wide', file: 'a.mp4' },
  ])
  const target = { kind: 'webhook' as const, url: 'https://example.org/hook' }
  const output = await createOutput(database, { showId, name: 'Hook', target })
  const doc = new Y.Doc()
  doc.transact(() => {
    const cue = new Y.Map<unknown>(
      Object.entries(
        newCueFields({
          order: 'a0',
          createdAt: 1,
          durationMs: 60_000,
          productId: `f-${showId}`,
          groupId: 'g1',
        }),
      ),
    )
    for (const [field, text] of Object.entries({ title: 'Flask', notes: '', script: '' })) {
      cue.set(field, new Y.Text(text))
    }
    doc.getMap('cues').set('c1', cue)
    const dates = { deletedAt: null, createdAt: 1 }
    const entry = (fields: object) => new Y.Map<unknown>(Object.entries({ ...fields, ...dates }))
    doc
      .getMap('groups')
      .set('g1', entry({ order: 'a0', title: 'Act 1', colour: null, targetMs: null }))
    const column = { name: 'Light', options: [], writers: [], department: null }
    doc.getMap('columns').set('light', entry({ ...column, order: 'a0', type: 'text' }))
    doc.getText('cell:c1:light').insert(0, 'warm')
    doc.getMap('settings').set('fixedEndMs', nowMs + hourMs)
    const action = { type: 'webhook', outputId: output.id }
    doc.getMap('triggers').set('t1', entry({ cueId: 'c1', on: 'start', enabled: true, action }))
  })
  await createDocumentLog(database).append(documentName(showId, 'rundown'), [
    {
      seq: 1,
      update: Y.encodeStateAsUpdate(doc),
      paths: [],
      sessionId: null,
      role: null,
      personName: 'x',
      atMs: 1,
    },
  ])
})
afterAll(() => test.stop())

const wanted = (from: object, more: object = {}) =>
  newShowSchema.parse({
    title: 'Harbour Market',
    plannedStartMs: nowMs + 24 * hourMs,
    timeZone: 'Europe/Lisbon',
    from,
    ...more,
  })

describe('many shows', () => {
  it('XC20 a duplicate has the run of show, products, agreement, cameras and outputs, each its own', async () => {
    const { show, seat: opened } = await service.make(seat, wanted({ kind: 'show' }))
    expect(show.slug).toMatch(/^harbour-market-[0-9a-f]{8}$/)
    const content = await readRundown(documentName(show.id, 'rundown'))
    const [product] = await readCatalogue(test.database, show.id)
    const [output] = await listOutputs(test.database, show.id)
    expect(content.cues).toMatchObject([{ title: 'Flask', groupId: 'g1', productId: product?.id }])
    expect(product).toMatchObject({
      sku: 'flask',
      priceMinor: 3200,
      stock: { available: 10, sold: 0 },
    })
    expect(content.cells).toEqual(new Map([['c1:light', 'warm']]))
    expect(content.triggers).toMatchObject([{ action: { type: 'webhook', outputId: output?.id } }])
    expect(content.settings.fixedEndMs).toBe(nowMs + 25 * hourMs)
    expect((await readAgreement(test.database, show.id))?.parties).toMatchObject([
      { name: 'Brand' },
    ])
    expect(await listShowSources(test.database, show.id)).toHaveLength(1)
    const { value } = opened.cookie
    const read = await readSeat(test.database, secret, value, { showId: show.id, role: 'producer' })
    expect(read.personName).toBe('Paul')
  })

  it('XC21 a new show of another currency has no foreign prices, and can still settle', async () => {
    const from = { kind: 'empty', currency: 'SEK', goods: true }
    const { show } = await service.make(seat, wanted(from, { title: 'Ångström & Söner' }))
    expect(show.slug).toBe('angstrom-soner')
    expect(await readCatalogue(test.database, show.id)).toEqual([])
    expect(await readAgreement(test.database, show.id)).toMatchObject({
      currency: 'SEK',
      parties: [{ rule: { kind: 'remainder' } }],
    })
    const goods = await service.make(seat, wanted({ kind: 'empty', currency: 'EUR', goods: true }))
    expect(await readCatalogue(test.database, goods.show.id)).toHaveLength(1)
  })

  it('XC22 a template outlives what happens to its show', async () => {
    const card = await service.saveAsTemplate(seat, 'Market evening')
    expect(card).toMatchObject({ cueCount: 1, lengthMs: 60_000, fromTitle: 'Harbour Market' })
    const from = { kind: 'template', templateId: card.id }
    const { show } = await service.make(seat, wanted(from))
    const content = await readRundown(documentName(show.id, 'rundown'))
    expect(content.cues).toHaveLength(1)
    // A template keeps no addresses of outputs.
    expect(content.triggers).toEqual([])
    await deleteTemplate(test.database, card.id)
    expect(await listTemplates(test.database)).toEqual([])
    await expect(service.make(seat, wanted(from))).rejects.toMatchObject({
      code: 'template.unknown',
    })
  })

  it('XC23 what fails half way leaves no show behind', async () => {
    const before = (await listShows(test.database)).length
    const broken = new ShowsService({
      database: test.database,
      // Too short a key: the seat, which comes last, cannot be signed.
      secret: '',
      readRundown,
      now: () => nowMs,
    })
    await expect(broken.make(seat, wanted({ kind: 'show' }))).rejects.toThrow(/./)
    expect(await listShows(test.database)).toHaveLength(before)
  })

  it('XC24 a show is renamed, replanned, put away and brought back; never put away on air', async () => {
    const { show } = await service.make(seat, wanted({ kind: 'show' }))
    const renamed = await service.change(show.id, { title: 'Autumn', plannedStartMs: 5 })
    expect(renamed.show).toMatchObject({ title: 'Autumn', plannedStartMs: 5, slug: show.slug })
    expect((await service.change(show.id, { archived: true })).standing.archived).toBe(true)
    expect((await service.change(show.id, { archived: false })).standing.archived).toBe(false)
    await test.database
      .insertInto('show_state')
      .values({
        show_id: show.id,
        domain: 'clock',
        rev: 1,
        state: JSON.stringify({ phase: 'running' }),
      })
      .execute()
    await expect(service.change(show.id, { archived: true })).rejects.toMatchObject({
      code: 'show.on-air',
    })
    await expect(changeShow(test.database, 'nowhere', { title: 'x' })).rejects.toMatchObject({
      code: 'show.unknown',
    })
  })

  it('XC25 what is no date, zone or currency is refused', () => {
    for (const wrong of [{ timeZone: 'Mars/Base' }, { plannedStartMs: -1 }, { title: '  ' }]) {
      expect(() => wanted({ kind: 'show' }, wrong)).toThrow(/./)
    }
    expect(() => wanted({ kind: 'empty', currency: 'XXQ', goods: false })).toThrow(/./)
  })
})
