import type { DatabaseSync } from 'node:sqlite'

export type ScheduledTask = { seq: number; task: 'payout.arrive'; objectId: string }

/** What the emulator itself does later (a payout arrives); survives a restart. */
export class ScheduleStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  add(task: ScheduledTask['task'], objectId: string, dueAtMs: number): void {
    this.#database
      .prepare('insert into schedule (due_at_ms, task, object_id) values (?, ?, ?)')
      .run(dueAtMs, task, objectId)
  }

  nextDue(nowMs: number): ScheduledTask | undefined {
    const row = this.#database
      .prepare('select * from schedule where due_at_ms <= ? order by due_at_ms, seq limit 1')
      .get(nowMs)
    if (!row) return undefined
    return {
      seq: Number(row['seq']),
      task: String(row['task']) as ScheduledTask['task'],
      objectId: String(row['object_id']),
    }
  }

  earliestDueMs(): number | undefined {
    const row = this.#database.prepare('select min(due_at_ms) as due from schedule').get()
    return row && row['due'] !== null ? Number(row['due']) : undefined
  }

  remove(seq: number): void {
    this.#database.prepare('delete from schedule where seq = ?').run(seq)
  }

  removeFor(objectId: string): void {
    this.#database.prepare('delete from schedule where object_id = ?').run(objectId)
  }
}
