import { randomUUID } from 'node:crypto'
import { createStripe, readPaidIntent, type Stripe } from '@stallcast/payments'
import { systemActor } from '@stallcast/shared/crew'
import type { Statement } from '@stallcast/shared/settlement'
import {
  applyTakenCue,
  attachPayment,
  holdOrder,
  readOfferState,
  recordIntent,
  seedCatalogue,
  type Order,
} from '@stallcast/store/commerce'
import type { Database } from '@stallcast/store'
import { createShow } from '@stallcast/store/crew'
import {
  approveStatement,
  readStatement,
  seedAgreement,
  type LedgerReport,
} from '@stallcast/store/settlement'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { startEmulator, type Running } from '@stallcast/stripe-emulator/testing'
import { createLogger } from '../../infra/logger.ts'
import { drainDeps } from '../index.ts'
import { drainOutbox } from '../outbox-drain.ts'
import { openPartyAccounts } from '../party-accounts.ts'
import { settlementProposeJob } from '../settlement-propose.job.ts'

/** A Postgres, an emulated Stripe and a clock that the test moves: what the money jobs run on. */
export class ShowSale {
  readonly test: TestDatabase
  readonly running: Running
  readonly database: Database
  readonly stripe: Stripe
  readonly log = createLogger('test', 'silent')
  nowMs = 1_800_000_000_000
  readonly now = () => this.nowMs
  showId = ''

  static async start(): Promise<ShowSale> {
    const [test, running] = await Promise.all([startTestDatabase(), startEmulator()])
    return new ShowSale(test, running)
  }

  constructor(test: TestDatabase, running: Running) {
    this.test = test
    this.running = running
    this.database = test.database
    this.stripe = createStripe({ apiBase: running.origin })
  }

  async stop(): Promise<void> {
    await this.running.emulator.close()
    await this.test.stop()
  }

  /** A show with one product on sale and the demo agreement. */
  async newShow(options: { accounts: boolean } = { accounts: true }): Promise<void> {
    this.showId = randomUUID()
    const { database, showId } = this
    await createShow(database, {
      id: showId,
      slug: showId,
      title: 'Harbour',
      subtitle: '',
      currency: 'EUR',
      timeZone: 'UTC',
      plannedStartMs: 0,
    })
    const product = { sku: 'flask', title: 'Flask', subtitle: '', imageUrl: '', currency: 'EUR' }
    await seedCatalogue(database, showId, [
      { ...product, id: this.productId, priceMinor: 100, units: 90_000_000 },
    ])
    const share = (basisPoints: number, capMinor: number | null = null) => ({
      kind: 'share' as const,
      basisPoints,
      capMinor,
    })
    await seedAgreement(database, showId, {
      id: `agreement-${showId}`,
      currency: 'EUR',
      parties: [
        { partyId: 'brand', name: 'Brand', rule: { kind: 'remainder' } },
        { partyId: 'host', name: 'Host', rule: share(2200) },
        { partyId: 'producer', name: 'Producer', rule: share(1600) },
        { partyId: 'editor', name: 'Editor', rule: share(1000, 34_200) },
      ],
    })
    if (options.accounts) await openPartyAccounts({ database, stripe: this.stripe })
    await applyTakenCue(database, {
      showId,
      seq: 1,
      atMs: this.nowMs,
      actor: systemActor,
      cue: { id: 'c1', type: 'offer', title: 'Flask', productId: this.productId, priceMinor: 1 },
    })
  }

  get productId(): string {
    return `flask-${this.showId}`
  }

  /** One order over so much, held and with its PaymentIntent, not paid. */
  async press(amountMinor: number): Promise<Order> {
    const offer = await readOfferState(this.database, this.showId)
    const request = {
      offerId: offer?.offerId ?? '',
      quantity: amountMinor,
      buyerName: 'Ana',
      buyerEmail: 'ana@example.com',
      attemptId: randomUUID(),
    }
    const order = await holdOrder(this.database, this.showId, request, this.nowMs)
    const intent = await this.stripe.paymentIntents.create({
      amount: amountMinor,
      currency: 'eur',
      metadata: { orderId: order.orderId },
    })
    const payment = { paymentIntentId: intent.id, clientSecret: intent.client_secret ?? '' }
    await attachPayment(this.database, order.orderId, payment)
    return { ...order, ...payment }
  }

  /** The shopper pays at Stripe; the shop hears nothing of it. */
  async pay(order: Order, method = 'pm_card_bypassPending'): Promise<void> {
    await this.stripe.paymentIntents.confirm(order.paymentIntentId ?? '', {
      payment_method: method,
      return_url: 'https://shop.example/back',
    })
  }

  /** A sale from beginning to end. Money of `pm_card_visa` is not available yet. */
  async sell(amountMinor: number, method?: string): Promise<Order> {
    const order = await this.press(amountMinor)
    await this.pay(order, method)
    const paid = await readPaidIntent(this.stripe, order.paymentIntentId ?? '')
    if (!paid) throw new Error('not paid')
    await this.database
      .transaction()
      .execute((trx) => recordIntent(trx, { ...paid, atMs: this.nowMs }))
    return order
  }

  /** What the worker's job does, as often as it is run. */
  propose(requestId: string = randomUUID(), sessionId: string | null = 'producer-1') {
    const { showId } = this
    return settlementProposeJob(this)(
      { showId, requestId, actor: { sessionId, name: 'Pia' } },
      { jobId: requestId, attempt: 1, signal: new AbortController().signal },
    )
  }

  async statement(): Promise<Statement> {
    const statement = await readStatement(this.database, { showId: this.showId, latest: true })
    if (!statement) throw new Error('no statement')
    return statement
  }

  async approve(statement: Statement, sessionId = 'finance-1'): Promise<void> {
    await approveStatement(this.database, {
      showId: this.showId,
      statementId: statement.statementId,
      revision: statement.revision,
      actor: { sessionId, role: 'finance', name: 'Finn' },
      atMs: this.nowMs,
    })
  }

  drain(): Promise<number> {
    return drainOutbox(drainDeps(this))
  }

  /** Lets every lease and delay run out, and drains. */
  async drainLater(): Promise<number> {
    this.nowMs += 20 * 60_000
    return this.drain()
  }

  /** What really went out for this show, from Stripe: one entry per transfer. */
  async transfers(): Promise<{ lineId: string; amountMinor: number; id: string }[]> {
    const list = await this.stripe.transfers.list({ transfer_group: this.showId, limit: 100 })
    return list.data.map((transfer) => ({
      lineId: transfer.metadata['lineId'] ?? '',
      amountMinor: transfer.amount,
      id: transfer.id,
    }))
  }
}

/** Accounts that are not at zero. */
export function openAccounts(report: LedgerReport): Record<string, number> {
  return Object.fromEntries(Object.entries(report.balances).filter(([, balance]) => balance !== 0))
}
