import { createHash } from 'node:crypto'
import pg from 'pg'

/**
 * Things that one process at a time may hold. A lease lives as long as the connection that took it: a process
 * that dies gives back what it held at once, one whose machine vanishes within some ten seconds.
 */
export type Leases = {
  /** Tries to get hold of a name. @returns whether this process holds it now */
  take(name: string): Promise<boolean>
  /** Which of these names some process holds. */
  held(names: readonly string[]): Promise<Set<string>>
  /** Gives everything back. */
  close(): Promise<void>
}

const retryMs = 300
const beatMs = 2_000
const answerWithinMs = 5_000

/** The server looks for a vanished client this often, in seconds. */
const settings = `set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3`

/**
 * Advisory locks of one PostgreSQL session. When its connection breaks everything is lost for the moment; it
 * connects again for ever and first of all tries to get back what it had.
 * @param onLost what another process has taken meanwhile: it must no longer be acted upon here
 */
export function createLeases(databaseUrl: string, onLost: (names: string[]) => void): Leases {
  const mine = new Set<string>()
  let client: pg.Client | null = null
  let reconnect: () => void = () => undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const tryLock = async (connected: pg.Client, name: string): Promise<boolean> => {
    const { rows } = await connected.query<{ locked: boolean }>(
      `select pg_try_advisory_lock(${lockNumber(name)}) as locked`,
    )
    return rows[0]?.locked === true
  }

  const open = async () => {
    const current = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      query_timeout: answerWithinMs,
    })
    const again = () => {
      if (closed || client === null || client !== current) return
      client = null
      current.end().catch(() => undefined)
      retry = setTimeout(() => void open(), retryMs)
    }
    current.on('error', again)
    current.on('end', again)
    try {
      await current.connect()
      await current.query(settings)
      const lost: string[] = []
      for (const name of mine) if (!(await tryLock(current, name))) lost.push(name)
      for (const name of lost) mine.delete(name)
      if (closed) return void current.end().catch(() => undefined)
      client = current
      reconnect = again
      if (lost.length > 0) onLost(lost)
    } catch {
      current.end().catch(() => undefined)
      if (!closed) retry = setTimeout(() => void open(), retryMs)
    }
  }
  void open()

  // A connection that has died without a word is noticed by asking.
  const beat = setInterval(() => {
    client?.query('select 1').catch(reconnect)
  }, beatMs)
  beat.unref()

  return {
    async take(name) {
      if (mine.has(name)) return true
      if (!client || !(await tryLock(client, name))) return false
      mine.add(name)
      return true
    },
    async held(names) {
      if (!client) return new Set(names)
      const { rows } = await client.query<{ lock: string }>(
        `select ((classid::bigint << 32) | objid::bigint)::text as lock from pg_locks
         where locktype = 'advisory' and objsubid = 1 and granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
      const locks = new Set(rows.map((row) => row.lock))
      return new Set(names.filter((name) => locks.has(lockNumber(name))))
    },
    async close() {
      closed = true
      clearTimeout(retry)
      clearInterval(beat)
      await client?.end().catch(() => undefined)
    },
  }
}

/** 63 bits of the name's hash. */
function lockNumber(name: string): string {
  const bits = createHash('sha256').update(`lease ${name}`).digest().readBigInt64BE()
  return BigInt.asUintN(63, bits).toString()
}
