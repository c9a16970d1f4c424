import { Stripe } from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createRecipient,
  pay,
  startEmulator,
  startEndpoint,
  type Endpoint,
  type Running,
} from './testing.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let running: Running
let endpoint: Endpoint
let nowMs = 0

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 22, 20)
  endpoint = await startEndpoint()
  running = await startEmulator({ webhookUrl: endpoint.url, now: () => nowMs })
})

afterEach(async () => {
  await running.emulator.close()
  await endpoint.close()
})

async function failure(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw new Error('The call was expected to be refused', { cause: error })
}

async function paidCharge(amount: number): Promise<string> {
  const intent = await pay(running.stripe, amount)
  return String(intent.latest_charge)
}

describe('accounts', () => {
  it('SE10 v2 makes a recipient that v1 sees as able to receive transfers', async () => {
    const { stripe } = running
    const made = await createRecipient(stripe, 'Camera crew', { person: 'p_1' })
    expect(made).toMatchObject({
      object: 'v2.core.account',
      applied_configurations: ['recipient'],
      display_name: 'Camera crew',
      configuration: {
        recipient: { capabilities: { stripe_balance: { stripe_transfers: { status: 'active' } } } },
      },
    })
    expect(made.id).toMatch(/^acct_/)
    const bare = await stripe.v2.core.accounts.retrieve(made.id)
    expect(bare.configuration).toBeUndefined()
    const full = await stripe.v2.core.accounts.retrieve(made.id, {
      include: ['configuration.recipient', 'identity'],
    })
    expect(full.identity?.country).toBe('ie')
    expect(full.configuration?.recipient?.applied).toBe(true)
    const v1 = await stripe.accounts.retrieve(made.id)
    expect(v1).toMatchObject({
      object: 'account',
      capabilities: { transfers: 'active' },
      payouts_enabled: true,
      metadata: { person: 'p_1' },
    })
    const [updated] = await endpoint.received('account.updated')
    expect(updated).toMatchObject({ account: made.id, data: { object: { object: 'account' } } })
  })

  it('SE10 an unknown account is missing, and cannot be acted for', async () => {
    const { stripe } = running
    expect(await failure(stripe.v2.core.accounts.retrieve('acct_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
    expect(
      await failure(stripe.balance.retrieve({}, { stripeAccount: 'acct_none' })),
    ).toBeInstanceOf(Stripe.errors.StripePermissionError)
  })
})

describe('transfers', () => {
  it('SE11 pending money moves only with its charge as the source, and stays pending', async () => {
    const { stripe } = running
    const host = await createRecipient(stripe, 'Host')
    const charge = await paidCharge(2400)
    const plain = { amount: 1000, currency: 'eur', destination: host.id }
    expect(await failure(stripe.transfers.create(plain))).toMatchObject({
      statusCode: 400,
      code: 'balance_insufficient',
    })
    const moved = await stripe.transfers.create({ ...plain, source_transaction: charge })
    expect(moved.transfer_group).toBe('show_1')
    const before = await stripe.balance.retrieve({}, { stripeAccount: host.id })
    expect(before).toMatchObject({ available: [{ amount: 0 }], pending: [{ amount: 1000 }] })
    nowMs += 2 * DAY_MS
    const after = await stripe.balance.retrieve({}, { stripeAccount: host.id })
    expect(after).toMatchObject({ available: [{ amount: 1000 }], pending: [{ amount: 0 }] })
    await stripe.transfers.create({ ...plain, amount: 1339 })
    const platform = await stripe.balance.retrieve()
    expect(platform).toMatchObject({ available: [{ amount: 0 }], pending: [{ amount: 0 }] })
  })

  it('SE11 one charge feeds no more than it took, and a reversal frees it again', async () => {
    const { stripe } = running
    const host = await createRecipient(stripe, 'Host')
    const charge = await paidCharge(2400)
    const from = { currency: 'eur', destination: host.id, source_transaction: charge }
    const first = await stripe.transfers.create({ ...from, amount: 2000 })
    expect(await failure(stripe.transfers.create({ ...from, amount: 401 }))).toMatchObject({
      param: 'amount',
    })
    await stripe.transfers.createReversal(first.id)
    await stripe.transfers.create({ ...from, amount: 2400 })
  })

  it('SE11 the destination must exist and be able to receive', async () => {
    const { stripe } = running
    const charge = await paidCharge(2400)
    const from = { amount: 100, currency: 'eur', source_transaction: charge }
    expect(
      await failure(stripe.transfers.create({ ...from, destination: 'acct_none' })),
    ).toMatchObject({ code: 'resource_missing', param: 'destination' })
    const blocked = await createRecipient(stripe, 'Late', { stallcast_capability: 'restricted' })
    expect(
      await failure(stripe.transfers.create({ ...from, destination: blocked.id })),
    ).toMatchObject({ code: 'insufficient_capabilities_for_transfer' })
    await stripe.v2.core.accounts.update(blocked.id, {
      metadata: { stallcast_capability: '' },
      configuration: {
        recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
      },
    })
    await stripe.transfers.create({ ...from, destination: blocked.id })
  })

  it('SE12 a reversal takes back only what is left of the transfer', async () => {
    const { stripe } = running
    const host = await createRecipient(stripe, 'Host')
    const transfer = await stripe.transfers.create({
      amount: 1000,
      currency: 'eur',
      destination: host.id,
      source_transaction: await paidCharge(2400),
    })
    await stripe.transfers.createReversal(transfer.id, { amount: 600 })
    expect(
      await failure(stripe.transfers.createReversal(transfer.id, { amount: 401 })),
    ).toMatchObject({ param: 'amount' })
    await stripe.transfers.createReversal(transfer.id)
    const done = await stripe.transfers.retrieve(transfer.id)
    expect(done).toMatchObject({ amount_reversed: 1000, reversed: true })
    const listed = await stripe.transfers.listReversals(transfer.id)
    expect(listed.data.map((reversal) => reversal.amount)).toEqual([400, 600])
    const held = await stripe.balance.retrieve({}, { stripeAccount: host.id })
    expect(held.pending).toMatchObject([{ amount: 0 }])
  })

  it('SE12 what the account has paid out cannot be taken back', async () => {
    const { stripe } = running
    const host = await createRecipient(stripe, 'Host')
    const transfer = await stripe.transfers.create({
      amount: 1000,
      currency: 'eur',
      destination: host.id,
      source_transaction: await paidCharge(2400),
    })
    nowMs += 2 * DAY_MS
    await stripe.payouts.create({ amount: 700, currency: 'eur' }, { stripeAccount: host.id })
    expect(await failure(stripe.transfers.createReversal(transfer.id))).toMatchObject({
      code: 'balance_insufficient',
    })
    await stripe.transfers.createReversal(transfer.id, { amount: 300 })
  })
})

describe('payouts', () => {
  async function hostWith(amount: number) {
    const host = await createRecipient(running.stripe, 'Host')
    await running.stripe.transfers.create({
      amount,
      currency: 'eur',
      destination: host.id,
      source_transaction: await paidCharge(2400),
    })
    return { host, as: { stripeAccount: host.id } }
  }

  it('SE13 pays available money to the bank, tells of it as the account, lists what it carried', async () => {
    const { stripe } = running
    const { host, as } = await hostWith(1000)
    expect(
      await failure(stripe.payouts.create({ amount: 1000, currency: 'eur' }, as)),
    ).toMatchObject({ code: 'balance_insufficient' })
    nowMs += 2 * DAY_MS
    const payout = await stripe.payouts.create({ amount: 1000, currency: 'eur' }, as)
    expect(payout).toMatchObject({ status: 'pending', method: 'standard' })
    const [paid] = await endpoint.received('payout.paid')
    expect(paid).toMatchObject({ account: host.id, data: { object: { id: payout.id } } })
    expect((await stripe.payouts.retrieve(payout.id, {}, as)).status).toBe('paid')
    const lines = await stripe.balanceTransactions.list({ payout: payout.id }, as)
    expect(lines.data.map((line) => [line.type, line.net])).toEqual([
      ['payout', -1000],
      ['payment', 1000],
    ])
    expect((await stripe.payouts.list()).data).toEqual([])
  })

  it('SE13 an instant payout takes pending money too, for 1 %', async () => {
    const { stripe } = running
    const { as } = await hostWith(1010)
    const held = await stripe.balance.retrieve({}, as)
    expect(held.instant_available?.[0]?.net_available?.[0]?.amount).toBe(1000)
    const instant = { currency: 'eur', method: 'instant' as const }
    expect(await failure(stripe.payouts.create({ ...instant, amount: 1001 }, as))).toMatchObject({
      code: 'balance_insufficient',
    })
    const payout = await stripe.payouts.create({ ...instant, amount: 1000 }, as)
    const line = await stripe.balanceTransactions.retrieve(
      String(payout.balance_transaction),
      {},
      as,
    )
    expect(line).toMatchObject({ amount: -1000, fee: 10, net: -1010 })
  })

  it('SE13 a payout that the bank sends back returns the money', async () => {
    const { stripe } = running
    const { as } = await hostWith(1000)
    nowMs += 2 * DAY_MS
    const payout = await stripe.payouts.create(
      { amount: 1000, currency: 'eur', metadata: { stallcast_outcome: 'failed' } },
      as,
    )
    await endpoint.received('payout.failed')
    expect(await stripe.payouts.retrieve(payout.id, {}, as)).toMatchObject({
      status: 'failed',
      failure_code: 'account_closed',
    })
    expect((await stripe.balance.retrieve({}, as)).available).toMatchObject([{ amount: 1000 }])
  })
})
