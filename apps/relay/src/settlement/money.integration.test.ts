import { randomUUID } from 'node:crypto'
import type { OfferCue } from '@stallcast/shared/commerce'
import type { Seat } from '@stallcast/shared/crew'
import type { LiveDomain, LiveState, ShowEvent } from '@stallcast/shared/protocol'
import { holdOrder, recordPayment, seedCatalogue } from '@stallcast/store/commerce'
import { createShow } from '@stallcast/store/crew'
import { appendEvents, readEvents } from '@stallcast/store/rundown'
import { proposeStatement, seedAgreement } from '@stallcast/store/settlement'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCommerce, type CommerceService } from '../commerce/index.ts'
import { createSettlement, type SettlementService } from './index.ts'

let test: TestDatabase
let showId = ''
let commerce: CommerceService
let settlement: SettlementService
let seen = 0
let state: Partial<LiveState> = {}
let jobs: { queue: string; jobId: string; payload: unknown }[] = []
const cues: Record<string, OfferCue> = {}

beforeAll(async () => {
  test = await startTestDatabase()
})
afterAll(() => test.stop())

beforeEach(async () => {
  showId = randomUUID()
  seen = 0
  state = {}
  jobs = []
  const { database } = test
  await createShow(database, {
    id: showId,
    slug: showId,
    title: 'Harbour',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
  const flask = { sku: 'flask', title: 'Flask', subtitle: '', imageUrl: '', currency: 'EUR' }
  await seedCatalogue(database, showId, [
    { ...flask, id: `flask-${showId}`, priceMinor: 3200, units: 10 },
  ])
  await seedAgreement(database, showId, {
    id: showId,
    currency: 'EUR',
    parties: [{ partyId: 'brand', name: 'Brand', rule: { kind: 'remainder' } }],
  })
  const cue = { title: 'Cue', productId: null, priceMinor: null }
  cues['flask'] = {
    ...cue,
    id: 'flask',
    type: 'offer',
    productId: `flask-${showId}`,
    priceMinor: 2400,
  }
  cues['ghost'] = { ...cues['flask'], id: 'ghost', productId: 'sold-elsewhere' }
  cues['talk'] = { ...cue, id: 'talk', type: 'segment' }
  cues['close'] = { ...cue, id: 'close', type: 'settle' }
  const ports = {
    database,
    cue: async (_show: string, cueId: string) => cues[cueId] ?? null,
    publish: (_show: string, domain: LiveDomain, value: unknown) => {
      state = { ...state, [domain]: value }
    },
    queues: {
      add: async (queue: string, jobId: string, payload: unknown) =>
        void jobs.push({ queue, jobId, payload }),
    },
    now: () => 1_800_000_000_000,
    log: pino({ level: 'silent' }),
  }
  commerce = createCommerce(ports)
  settlement = createSettlement(ports)
  await Promise.all([commerce.open(showId), settlement.open(showId)])
})
afterEach(() => {
  commerce.close()
  settlement.close()
})

const seat = (role: Seat['role'], sessionId: string = role): Seat => ({
  sessionId,
  showId,
  role,
  personName: role,
  tint: 0,
})

/** Lets the reactions see what the log has grown by. */
async function react(): Promise<ShowEvent[]> {
  const events = await readEvents(test.database, showId, seen)
  for (const event of events) {
    await commerce.react(event)
    await settlement.react(event)
    seen = event.seq
  }
  return events
}

async function take(cueId: string): Promise<void> {
  await test.database.transaction().execute((trx) =>
    appendEvents(trx, {
      showId,
      domain: 'clock',
      atMs: 1,
      actor: { sessionId: 'producer', role: 'producer', name: 'Pia' },
      events: [{ type: 'cueTaken', data: { cueId } }],
    }),
  )
  await react()
  await react()
}

/** Until the boards have told what the test waits for. */
async function told(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function sell(): Promise<void> {
  const { database } = test
  const request = { quantity: 1, buyerName: 'Ana', buyerEmail: 'a@b.ie', attemptId: randomUUID() }
  const offerId = state.offer?.offerId ?? ''
  const { orderId } = await holdOrder(database, showId, { ...request, offerId }, 1)
  await database.transaction().execute((trx) =>
    recordPayment(trx, {
      orderId,
      paymentIntentId: orderId,
      chargeId: orderId,
      amountMinor: 2400,
      currency: 'EUR',
      feeMinor: 61,
      feeEstimated: false,
      atMs: 1,
    }),
  )
  await react()
}

describe('the sale on the screens', () => {
  it('CO1 CO2 follows the cues, and a cue that names no product of the show stops nothing', async () => {
    expect(state.offer).toBeNull()
    await take('flask')
    await told(() => state.offer?.cueId === 'flask')
    await take('talk')
    await take('ghost')
    await take('deleted-since')
    expect(state.offer).toMatchObject({ priceMinor: 2400, stock: { available: 10 } })
    await sell()
    await told(() => state.offer?.stock.sold === 1 && state.sales?.orders === 1)
    await told(() => state.settlement?.live[0]?.amountMinor === 2339)
    await take('close')
    await told(() => state.offer === null)
  })

  it('CO2 closes by who may, and not by others', async () => {
    await take('flask')
    await expect(commerce.closeOffer(seat('editor'))).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await commerce.closeOffer(seat('host'))
    await react()
    await told(() => state.offer === null)
  })
})

describe('the settlement on the screens', () => {
  it('ST11 asks the worker once for a settle cue, in the name of who took it', async () => {
    await take('flask')
    await take('close')
    const asked = jobs.filter((job) => job.queue === 'settlement-propose')
    expect(asked).toHaveLength(1)
    expect(asked[0]?.jobId).not.toMatch(/:|^\d+$/)
    expect(asked[0]?.payload).toMatchObject({
      showId,
      actor: { sessionId: 'producer', name: 'Pia' },
    })
    seen = 0
    await react()
    const again = jobs.filter((job) => job.queue === 'settlement-propose')
    expect(new Set(again.map((job) => job.jobId)).size).toBe(1)
  })

  it('ST9 ST10 lets finance approve what another proposed, and nobody else', async () => {
    await take('flask')
    await told(() => state.offer?.cueId === 'flask')
    await expect(settlement.propose(seat('finance'))).rejects.toMatchObject({
      code: 'settlement.nothing',
    })
    await sell()
    await expect(settlement.propose(seat('editor'))).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await settlement.propose(seat('producer'))
    expect(jobs.at(-1)?.queue).toBe('settlement-propose')
    const actor = { sessionId: 'finance', role: null, name: 'Finn' }
    const statement = await proposeStatement(test.database, {
      showId,
      requestId: randomUUID(),
      actor,
      atMs: 1,
    })
    await react()
    await told(() => state.settlement?.statement?.status === 'proposed')
    await expect(settlement.approve(seat('producer'), statement)).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await expect(settlement.approve(seat('finance'), statement)).rejects.toMatchObject({
      code: 'settlement.own-proposal',
    })
    await settlement.approve(seat('finance', 'finance-2'), statement)
    expect(jobs.at(-1)).toMatchObject({ queue: 'outbox-drain' })
    await react()
    await told(() => state.settlement?.statement?.status === 'approved')
    await expect(
      settlement.reject(seat('finance'), { ...statement, reason: 'late' }),
    ).rejects.toMatchObject({ code: 'settlement.state' })
  })
})
