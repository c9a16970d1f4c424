import { io, type Socket } from 'socket.io-client'
import type { Ack, Command, LiveState, Snapshot, StateMessage } from '@stallcast/shared/protocol'
import type { Ready } from '../tools/launcher/ready.schema.ts'

/** A producer without a browser: the seat that the link gives, and the live channel. */
export type ProducerSeat = {
  live: Partial<LiveState>
  command(command: Command): Promise<void>
  /** Waits until the live state is as wanted. */
  until(test: (live: Partial<LiveState>) => boolean): Promise<void>
  close(): void
}

export async function takeProducerSeat(ready: Ready): Promise<ProducerSeat> {
  const [show] = ready.shows
  if (!show) throw new Error('the demo show is missing')
  const answer = await fetch(show.links.producer, { redirect: 'manual' })
  const cookie = answer.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ')
  const socket: Socket = io(ready.origin, {
    query: { show: show.id, as: 'producer' },
    extraHeaders: { cookie },
    transports: ['websocket'],
  })
  const live: Partial<LiveState> = {}
  socket.on('state', ({ domain, state }: StateMessage) => {
    Object.assign(live, { [domain]: state })
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('snapshot', (snapshot: Snapshot) => {
      Object.assign(live, snapshot.live)
      resolve()
    })
    socket.once('connect_error', reject)
  })
  return {
    live,
    async command(command) {
      const acknowledged: Ack = await socket.timeout(10_000).emitWithAck('command', command)
      if (!acknowledged.ok) throw new Error(`${command.type}: ${acknowledged.error.message}`)
    },
    async until(test) {
      while (!test(live)) await new Promise((resolve) => setTimeout(resolve, 50))
    },
    close: () => void socket.disconnect(),
  }
}
