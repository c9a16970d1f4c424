import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { ObjectKind, StoredObjects } from '../wire/objects.types.ts'
import type { Range } from '../wire/params.ts'

export type StoredRow<K extends ObjectKind = ObjectKind> = {
  kind: K
  account: string
  body: StoredObjects[K]
}

/** Fields of the body that lists may be filtered by; anything else is a bug of the endpoint. */
export type FilterField =
  | 'charge'
  | 'currency'
  | 'customer'
  | 'destination'
  | 'email'
  | 'payment_intent'
  | 'source'
  | 'status'
  | 'transfer'
  | 'transfer_group'
  | 'type'

export type Page = {
  limit: number
  startingAfter?: string | undefined
  endingBefore?: string | undefined
  created?: Range | undefined
  where?: Partial<Record<FilterField, string | readonly string[] | undefined>>
  ids?: readonly string[] | undefined
}

export type BalanceSum = { currency: string; availableMinor: number; pendingMinor: number }

/** Every Stripe object as JSON, in order of creation. */
export class ObjectStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  insert<K extends ObjectKind>(
    kind: K,
    account: string,
    body: StoredObjects[K],
    internal: Record<string, string> = {},
  ): void {
    this.#database
      .prepare('insert into objects (id, kind, account, body, internal) values (?, ?, ?, ?, ?)')
      .run(body.id, kind, account, JSON.stringify(body), JSON.stringify(internal))
  }

  save<K extends ObjectKind>(kind: K, body: StoredObjects[K]): void {
    this.#database
      .prepare('update objects set body = ? where id = ? and kind = ?')
      .run(JSON.stringify(body), body.id, kind)
  }

  get<K extends ObjectKind>(kind: K, account: string, id: string): StoredObjects[K] | undefined {
    const row = this.find(id)
    if (row?.kind !== kind || row.account !== account) return undefined
    return row.body as StoredObjects[K]
  }

  /** Whoever owns it; for expansion and for the sources of ledger lines. */
  find(id: string): StoredRow | undefined {
    const row = this.#database
      .prepare('select kind, account, body from objects where id = ?')
      .get(id)
    if (!row) return undefined
    return {
      kind: String(row['kind']) as ObjectKind,
      account: String(row['account']),
      body: JSON.parse(String(row['body'])),
    }
  }

  internal(id: string): Record<string, string> {
    const row = this.#database.prepare('select internal from objects where id = ?').get(id)
    return row ? JSON.parse(String(row['internal'])) : {}
  }

  setInternal(id: string, internal: Record<string, string>): void {
    this.#database
      .prepare('update objects set internal = ? where id = ?')
      .run(JSON.stringify(internal), id)
  }

  /** Newest first, like Stripe; one more than `limit` is read to know whether there are more. */
  list<K extends ObjectKind>(
    kind: K,
    account: string,
    page: Page,
  ): { data: StoredObjects[K][]; hasMore: boolean } {
    const clauses = ['kind = ?', 'account = ?']
    const values: SQLInputValue[] = [kind, account]
    const add = (clause: string, ...more: SQLInputValue[]) => {
      clauses.push(clause)
      values.push(...more)
    }
    for (const [field, wanted] of Object.entries(page.where ?? {})) {
      const options = wanted === undefined ? [] : [wanted].flat()
      if (options.length === 0) continue
      add(`json_extract(body, '$.${field}') in (${options.map(() => '?').join(', ')})`, ...options)
    }
    if (page.ids) {
      add(`id in (${page.ids.map(() => '?').join(', ')})`, ...page.ids)
    }
    for (const [clause, value] of rangeClauses(page.created)) add(clause, value)
    if (page.startingAfter !== undefined) add('seq < ?', this.#seqOf(page.startingAfter))
    if (page.endingBefore !== undefined) add('seq > ?', this.#seqOf(page.endingBefore))
    const order = page.endingBefore === undefined ? 'desc' : 'asc'
    const rows = this.#database
      .prepare(
        `select body from objects where ${clauses.join(' and ')} order by seq ${order} limit ?`,
      )
      .all(...values, page.limit + 1)
    const bodies = rows
      .slice(0, page.limit)
      .map((row) => JSON.parse(String(row['body'])) as StoredObjects[K])
    return {
      data: order === 'asc' ? bodies.reverse() : bodies,
      hasMore: rows.length > page.limit,
    }
  }

  /** What an account holds, from its balance transactions: funds are pending until `available_on`. */
  balances(account: string, nowSeconds: number): BalanceSum[] {
    const rows = this.#database
      .prepare(
        `select json_extract(body, '$.currency') as currency,
           sum(iif(json_extract(body, '$.available_on') <= ?1, json_extract(body, '$.net'), 0)) as available,
           sum(iif(json_extract(body, '$.available_on') > ?1, json_extract(body, '$.net'), 0)) as pending
         from objects where kind = 'balance_transaction' and account = ?2
         group by 1 order by 1`,
      )
      .all(nowSeconds, account)
    return rows.map((row) => ({
      currency: String(row['currency']),
      availableMinor: Number(row['available']),
      pendingMinor: Number(row['pending']),
    }))
  }

  #seqOf(id: string): number {
    const row = this.#database.prepare('select seq from objects where id = ?').get(id)
    return row ? Number(row['seq']) : 0
  }
}

function rangeClauses(created: Range | undefined): [string, number][] {
  if (created === undefined) return []
  const field = `json_extract(body, '$.created')`
  if (typeof created === 'number') return [[`${field} = ?`, created]]
  const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const
  return (['gt', 'gte', 'lt', 'lte'] as const).flatMap((name) => {
    const bound = created[name]
    return bound === undefined ? [] : [[`${field} ${operators[name]} ?`, bound] as [string, number]]
  })
}
