import { fork } from 'node:child_process'
import { once } from 'node:events'
import { latestEvents } from '@stallcast/store/rundown'
import { assertLedgerBalanced, leaseEffect, type Effect } from '@stallcast/store/settlement'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drainOutbox } from './outbox-drain.ts'
import { openAccounts, ShowSale } from './testing/show-sale.ts'
import { payLine } from './transfer.effect.ts'
import { stripeTransfers, type Transfers } from './transfers.adapter.ts'

let sale: ShowSale

beforeAll(async () => {
  sale = await ShowSale.start()
})
afterAll(() => sale.stop())

beforeEach(async () => {
  await sale.newShow()
  await sale.sell(48_00)
  await sale.propose()
  await sale.approve(await sale.statement())
})

/** Whatever died in between: each line was paid once, the books say so, and nothing is left to do. */
async function expectPaidOnce(): Promise<void> {
  await sale.drainLater()
  await sale.drainLater()
  const statement = await sale.statement()
  expect(statement.status).toBe('paid')
  const sent = await sale.transfers()
  expect(sent.map((t) => [t.lineId, t.amountMinor, t.id]).toSorted()).toEqual(
    statement.lines.map((l) => [l.lineId, l.transferMinor, l.transferId]).toSorted(),
  )
  const report = await assertLedgerBalanced(sale.database, sale.showId)
  expect(openAccounts(report)).toEqual({})
  const paid = (await latestEvents(sale.database, sale.showId, 99)).map((event) => event.type)
  expect(paid.filter((type) => type === 'statementPaid')).toHaveLength(1)
  expect(paid.filter((type) => type === 'transferPaid')).toHaveLength(4)
  expect(await sale.drainLater()).toBe(0)
}

class Killed extends Error {}

/** A worker whose dealings with Stripe are cut off; `Killed` is nothing that the code knows. */
function drainWith(change: (real: Transfers) => Partial<Transfers>): Promise<number> {
  const real = stripeTransfers(sale.stripe)
  const transfers = { ...real, ...change(real) }
  const handle = (effect: Effect) => payLine({ ...sale, transfers }, effect)
  return drainOutbox({ ...sale, handlers: { transfer: handle, refund: handle } })
}

const fault = (
  what: { status?: number; kept?: boolean; drop?: 'request' | 'response' },
  times = 1,
) =>
  sale.running.emulator.addFault({
    method: 'POST',
    path: '/v1/transfers',
    fault: { ...what, times },
  })

const deaths: Record<string, () => Promise<void>> = {
  'when the worker dies with the lease in hand, before it asks': async () => {
    for (let each = 0; each < 4; each += 1) await leaseEffect(sale.database, sale.now())
    expect(await sale.drain()).toBe(0)
  },

  'when it dies between the transfer and its booking': async () => {
    await drainWith((real) => ({
      async create(...call) {
        await real.create(...call)
        throw new Killed()
      },
    }))
    expect(await sale.transfers()).toHaveLength(4)
    expect((await sale.statement()).status).toBe('approved')
  },

  'when it dies there again and again, and while it looks': async () => {
    await drainWith((real) => ({
      async create(...call) {
        await real.create(...call)
        throw new Killed()
      },
    }))
    sale.nowMs += 20 * 60_000
    await drainWith(() => ({
      async find() {
        throw new Killed()
      },
    }))
  },

  'when Stripe has forgotten the key by the time it is asked again': async () => {
    await drainWith((real) => ({
      async create(order, destination, key) {
        await real.create(order, destination, `${key}-forgotten`)
        throw new Killed()
      },
    }))
  },

  'when the booking is undone half way': async () => {
    await sale.test.run(`create function break_booking() returns trigger language plpgsql as $$
      begin raise exception 'killed'; end $$`)
    await sale.test.run(`create trigger break_booking before update on statement_lines
      for each row when (new.transfer = 'paid') execute function break_booking()`)
    await sale.drain()
    await sale.test.run('drop trigger break_booking on statement_lines')
    await sale.test.run('drop function break_booking')
    expect(await sale.transfers()).toHaveLength(4)
    const { balances } = await assertLedgerBalanced(sale.database, sale.showId)
    expect(balances['stripe_clearing']).toBe(47_03)
  },

  'by several workers and by jobs that run again': async () => {
    await Promise.all(Array.from({ length: 5 }, () => sale.drain()))
    await Promise.all(Array.from({ length: 3 }, () => sale.drain()))
  },

  'when a slow worker comes back after its lease was taken over': async () => {
    const slow = await leaseEffect(sale.database, sale.now())
    await sale.drainLater()
    if (slow) await payLine({ ...sale, transfers: stripeTransfers(sale.stripe) }, slow)
  },

  'when a worker sleeps through its lease while Stripe refuses another': async () => {
    const asleep = await leaseEffect(sale.database, sale.now())
    sale.nowMs += 20 * 60_000
    fault({ status: 400 }, 1)
    await sale.drain()
    if (asleep) await payLine({ ...sale, transfers: stripeTransfers(sale.stripe) }, asleep)
  },

  'when the process is killed while Stripe works': async () => {
    sale.running.emulator.addFault({
      method: 'POST',
      path: '/v1/transfers',
      fault: { delay_ms: 60_000, times: 1 },
    })
    const child = fork(
      new URL('./testing/drain-process.ts', import.meta.url),
      [sale.test.url, sale.running.origin, String(sale.nowMs)],
      { execArgv: ['--disable-warning=ExperimentalWarning'] },
    )
    while ((await sale.transfers()).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
  },
}

const failures: Record<string, () => Promise<void>> = {
  'a lost answer is looked for': async () => {
    fault({ drop: 'response' }, 4)
    await sale.drain()
  },

  'a lost request is made again': async () => {
    fault({ drop: 'request' }, 4)
    await sale.drain()
  },

  'an error that Stripe keeps under the key gets a new key, once the transfer is known not to be there':
    async () => {
      fault({ status: 500, kept: true }, 1)
      await sale.drain()
      const first = await sale.statement()
      expect(first.lines.filter((line) => line.transfer === 'queued')).toHaveLength(1)
      const rows = await sale.database
        .selectFrom('outbox')
        .select(['key_revision', 'new_key_after_lookup'])
        .where('show_id', '=', sale.showId)
        .where('done_at_ms', 'is', null)
        .execute()
      expect(rows).toEqual([{ key_revision: 1, new_key_after_lookup: true }])
    },

  'an error after the work was done is found out': async () => {
    await drainWith((real) => ({
      async create(...call) {
        await real.create(...call)
        return (await failing()).create(...call)
      },
    }))
  },

  'busy and refused calls wait their turn': async () => {
    fault({ status: 429 }, 3)
    fault({ status: 409 }, 3)
    fault({ status: 400 }, 1)
    await sale.drain()
  },

  'a storm of everything, with three workers at once': async () => {
    let step = 0
    // A fixed sequence: the storm is the same each time.
    const next = () => (step = (step * 1_103_515_245 + 12_345) % 2_147_483_648) % 5
    for (let round = 0; round < 8; round += 1) {
      const storm = (real: Transfers): Partial<Transfers> => ({
        async create(...call) {
          if (next() === 0) throw new Killed()
          const id = await real.create(...call)
          if (next() < 3) throw new Killed()
          return id
        },
        async find(order) {
          if (next() === 1) throw new Killed()
          return real.find(order)
        },
      })
      if (round % 3 === 0) fault({ drop: 'response' }, 2)
      if (round % 3 === 1) fault({ status: 500, kept: true }, 1)
      await Promise.all([drainWith(storm), drainWith(storm), drainWith(storm)])
      sale.nowMs += 20 * 60_000
    }
  },
}

/** A client whose every call is answered with a kept 500. */
async function failing(): Promise<Transfers> {
  const real = stripeTransfers(sale.stripe)
  return {
    ...real,
    async create(order, destination, key) {
      fault({ status: 500, kept: true }, 1)
      return real.create(order, destination, `${key}-lost`)
    },
  }
}

describe('a transfer', () => {
  it.each(Object.keys(deaths))('ST13 is made once %s', async (title) => {
    await deaths[title]?.()
    await expectPaidOnce()
  })

  it.each(Object.keys(failures))('ST14 ST15 is made once: %s', async (title) => {
    await failures[title]?.()
    await expectPaidOnce()
  })
})
