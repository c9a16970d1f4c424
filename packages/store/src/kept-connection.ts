import pg from 'pg'

/** `name`: prepared once under it, then only its values are sent; the same name for the same text always. */
export type Statement = { name?: string; text: string; values: unknown[] }

/**
 * One connection that is kept for statements that run at every edit, with neither a query builder nor a pool to go
 * through: those cost more than the statement. While it is busy, or not there, the pool takes over.
 */
export class KeptConnection {
  readonly #pool: pg.Pool
  readonly #config: pg.ClientConfig
  #client: pg.Client | null = null
  #opening: Promise<void> | null = null
  #isBusy = false
  #ended = false

  constructor(pool: pg.Pool, config: pg.ClientConfig) {
    this.#pool = pool
    this.#config = config
  }

  /** A transaction of its own. @throws when it failed, or nobody knows whether it did: it is not tried again */
  async run<Row extends pg.QueryResultRow>(statement: Statement): Promise<Row[]> {
    const client = this.#client
    if (!client || this.#isBusy) {
      this.open()
      return (await this.#pool.query<Row>(statement)).rows
    }
    this.#isBusy = true
    try {
      return (await client.query<Row>(statement)).rows
    } finally {
      this.#isBusy = false
    }
  }

  /** Begins to connect, if need be; who fails is tried again by the next statement. */
  open(): void {
    if (this.#client || this.#opening || this.#ended) return
    this.#opening = this.#connect().finally(() => {
      this.#opening = null
    })
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#opening
    const client = this.#client
    this.#client = null
    await client?.end()
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...this.#config, keepAlive: true })
    const lose = () => {
      if (this.#client === client) this.#client = null
      client.end().catch(() => undefined)
    }
    client.on('error', lose)
    client.on('end', lose)
    try {
      await client.connect()
      this.#client = client
    } catch {
      lose()
    }
  }
}
