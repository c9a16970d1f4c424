import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeliveryPayload } from '@stallcast/shared/automation'
import { createShow } from '../crew/index.ts'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import {
  beginRequest,
  claimFiring,
  createApiKey,
  createOutput,
  finishFiring,
  forgetOldAutomation,
  leaseDeliveries,
  listDeliveries,
  oscToken,
  promiseDelivery,
  settleDelivery,
  webhookSecret,
} from './index.ts'

let test: TestDatabase
const showId = 'show'
beforeAll(async () => {
  test = await startTestDatabase()
  const words = { slug: 'show', title: 'Show', subtitle: '', currency: 'EUR', timeZone: 'UTC' }
  await createShow(test.database, { id: showId, ...words, plannedStartMs: 0 })
})
afterAll(() => test.stop())

async function output(kind: 'webhook' | 'osc'): Promise<string> {
  const target =
    kind === 'osc'
      ? ({ kind, host: '127.0.0.1', port: 9 } as const)
      : ({ kind, url: 'https://a.example/' } as const)
  return (await createOutput(test.database, { showId, name: kind, target })).id
}

const hook: DeliveryPayload = { kind: 'webhook', type: 'test', atMs: 1, data: {} }
const packet: DeliveryPayload = { kind: 'osc', atMs: 1, message: { address: '/a', args: [] } }
const promise = (outputId: string, cause: string, payload: DeliveryPayload = hook) =>
  promiseDelivery(test.database, { showId, outputId, cause, title: cause, payload })
const ids = async (limit: number) =>
  (await leaseDeliveries(test.database, limit)).map(({ id }) => id)

describe('the outbox of automation', () => {
  it('AU12 makes one delivery of a cause, whoever asks', async () => {
    const outputId = await output('webhook')
    const asked = await Promise.all([1, 2, 3, 4].map(() => promise(outputId, 'once')))
    expect(asked.filter((id) => id !== null)).toHaveLength(1)
    expect(await ids(9)).toHaveLength(1)
  })

  it('AU14 gives each delivery to one sender at a time, and a dead one’s to the next', async () => {
    const outputId = await output('webhook')
    await Promise.all(['a', 'b', 'c'].map((cause) => promise(outputId, cause)))
    const both = await Promise.all([ids(9), ids(9)])
    expect(new Set(both.flat()).size).toBe(both.flat().length)
    expect(await ids(9)).toEqual([])
    await test.run(`update automation_deliveries set next_attempt_at = now() - interval '1 second'
      where title in ('a', 'b', 'c')`)
    const again = await leaseDeliveries(test.database, 9)
    expect(again.map(({ attempts }) => attempts)).toEqual([2, 2, 2])
    const [first] = again
    if (!first) throw new Error('nothing was leased')
    await settleDelivery(
      test.database,
      { id: first.id, attempts: 1 },
      { state: 'failed', status: 500, error: 'too late to say' },
    )
    const state = (await listDeliveries(test.database, showId, 20)).find((d) => d.id === first.id)
    expect(state?.state).toBe('sending')
  })

  it('AU14 keeps no one waiting behind a receiver that does not answer', async () => {
    const [slow, quick] = [await output('webhook'), await output('webhook')]
    for (let nth = 0; nth < 20; nth += 1) await promise(slow, `slow ${nth}`)
    const mine = await promise(quick, 'quick')
    expect(await ids(8)).toContain(mine)
  })

  it('AU16 does not send an OSC message again when it may have been sent', async () => {
    await promise(await output('osc'), 'packet', packet)
    const [leased] = (await leaseDeliveries(test.database, 50)).filter(
      ({ payload }) => payload.kind === 'osc',
    )
    await test.run(`update automation_deliveries set next_attempt_at = now() - interval '1 second'`)
    const again = await ids(50)
    expect(again).not.toContain(leased?.id)
    const found = (await listDeliveries(test.database, showId, 50)).find((d) => d.id === leased?.id)
    expect(found).toMatchObject({ state: 'failed', lastError: 'the relay stopped while sending' })
  })

  it('AU30 lets one of many claim a firing, and one say that it is done', async () => {
    const claim = () => claimFiring(test.database, showId, { key: 'k', firing: {} })
    const claims = await Promise.all([claim(), claim(), claim()])
    expect(claims.filter(Boolean)).toHaveLength(1)
    const finish = () => finishFiring(test.database, showId, 'k')
    expect([await finish(), await finish()]).toEqual([true, false])
  })

  it('AU7 forgets answers after a day, and lets a request whose answer never came be tried anew', async () => {
    const { view } = await createApiKey(test.database, {
      name: 'k',
      scopes: ['read'],
      hours: null,
      showId,
      createdBy: 'Test',
    })
    const request = { keyId: view.id, idempotencyKey: 'a', hash: 'h' }
    expect(await beginRequest(test.database, request)).toBeNull()
    await expect(beginRequest(test.database, request)).rejects.toMatchObject({
      code: 'api.in-progress',
    })
    await test.run(`update api_requests set created_at = now() - interval '2 minutes'`)
    expect(await beginRequest(test.database, request)).toBeNull()
    await test.run(`update api_requests set created_at = now() - interval '2 days'`)
    await forgetOldAutomation(test.database)
    expect(await test.database.selectFrom('api_requests').selectAll().execute()).toEqual([])
  })

  it('AU13 derives secrets that differ by purpose, name and round', () => {
    const secret = 'ab'.repeat(32)
    const made = [webhookSecret(secret, 'a', 1), webhookSecret(secret, 'a', 2)]
    expect(new Set([...made, webhookSecret(secret, 'b', 1)]).size).toBe(3)
    expect(oscToken(secret, 'a', 1)).toMatch(/^t-[a-z2-7]{16}$/)
    expect(oscToken(secret, 'a', 1)).not.toBe(oscToken(secret, 'a', 2))
  })
})
