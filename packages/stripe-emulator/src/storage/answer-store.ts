import type { DatabaseSync } from 'node:sqlite'

export type KeptAnswer = {
  path: string
  fingerprint: string
  status: number
  body: string
  requestId: string
  createdAtMs: number
}

/** The answer given to each idempotency key, scoped by account like Stripe's. */
export class AnswerStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Keys older than `oldestMs` are forgotten: a repeat then does the work again, as at Stripe. */
  find(account: string, key: string, oldestMs: number): KeptAnswer | undefined {
    this.#database.prepare('delete from answers where created_at_ms < ?').run(oldestMs)
    const row = this.#database
      .prepare('select * from answers where account = ? and key = ?')
      .get(account, key)
    if (!row) return undefined
    return {
      path: String(row['path']),
      fingerprint: String(row['fingerprint']),
      status: Number(row['status']),
      body: String(row['body']),
      requestId: String(row['request_id']),
      createdAtMs: Number(row['created_at_ms']),
    }
  }

  keep(account: string, key: string, answer: KeptAnswer): void {
    this.#database
      .prepare(
        `insert into answers (account, key, path, fingerprint, status, body, request_id, created_at_ms)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        account,
        key,
        answer.path,
        answer.fingerprint,
        answer.status,
        answer.body,
        answer.requestId,
        answer.createdAtMs,
      )
  }
}
