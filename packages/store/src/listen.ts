import pg from 'pg'

export type Listener = { close(): Promise<void> }

/**
 * Hears `NOTIFY` on channels over one connection of its own, and reconnects for ever. A notification is a
 * hint that rows have changed: after each (re)connection `onConnected` is called, because what was sent
 * while the connection was away is lost, and the rows must be read again.
 */
export function listen(
  databaseUrl: string,
  handlers: Readonly<Record<string, (payload: string) => void>>,
  onConnected: () => void = () => undefined,
): Listener {
  let closed = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined

  const open = async () => {
    const current = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
    client = current
    current.on('error', again)
    current.on('end', again)
    current.on('notification', (message) => handlers[message.channel]?.(message.payload ?? ''))
    try {
      await current.connect()
      for (const channel of Object.keys(handlers)) {
        await current.query(`listen ${pg.escapeIdentifier(channel)}`)
      }
      onConnected()
    } catch {
      again()
    }

    function again() {
      if (closed || client !== current) return
      client = null
      current.end().catch(() => undefined)
      retry = setTimeout(() => void open(), 300)
    }
  }
  void open()

  return {
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => undefined)
    },
  }
}
