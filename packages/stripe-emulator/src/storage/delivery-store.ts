import type { DatabaseSync } from 'node:sqlite'

export type Delivery = { seq: number; eventId: string; attempts: number; dueAtMs: number }

/** The persisted queue of webhook deliveries; a row stays open until the endpoint answered 2xx. */
export class DeliveryStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  enqueue(eventId: string, dueAtMs: number): void {
    this.#database
      .prepare('insert into deliveries (event_id, due_at_ms) values (?, ?)')
      .run(eventId, dueAtMs)
  }

  /** The next that is due; `newestFirst` is only for tests of robustness. */
  nextDue(nowMs: number, newestFirst: boolean): Delivery | undefined {
    const row = this.#database
      .prepare(
        `select * from deliveries where delivered_at_ms is null and due_at_ms <= ?
         order by seq ${newestFirst ? 'desc' : 'asc'} limit 1`,
      )
      .get(nowMs)
    return row ? toDelivery(row) : undefined
  }

  earliestDueMs(): number | undefined {
    const row = this.#database
      .prepare('select min(due_at_ms) as due from deliveries where delivered_at_ms is null')
      .get()
    return row && row['due'] !== null ? Number(row['due']) : undefined
  }

  openCount(eventId?: string): number {
    const row =
      eventId === undefined
        ? this.#database
            .prepare('select count(*) as open from deliveries where delivered_at_ms is null')
            .get()
        : this.#database
            .prepare(
              'select count(*) as open from deliveries where delivered_at_ms is null and event_id = ?',
            )
            .get(eventId)
    return Number(row?.['open'] ?? 0)
  }

  delivered(seq: number, nowMs: number): void {
    this.#database
      .prepare(
        'update deliveries set delivered_at_ms = ?, attempts = attempts + 1, last_error = null where seq = ?',
      )
      .run(nowMs, seq)
  }

  failed(seq: number, dueAtMs: number, error: string): void {
    this.#database
      .prepare(
        'update deliveries set attempts = attempts + 1, due_at_ms = ?, last_error = ? where seq = ?',
      )
      .run(dueAtMs, error.slice(0, 300), seq)
  }
}

function toDelivery(row: Record<string, unknown>): Delivery {
  return {
    seq: Number(row['seq']),
    eventId: String(row['event_id']),
    attempts: Number(row['attempts']),
    dueAtMs: Number(row['due_at_ms']),
  }
}
