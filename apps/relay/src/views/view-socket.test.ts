import { EventEmitter } from 'node:events'
import type { RundownView } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import type { SeatSocket } from '../live/index.ts'
import { ViewSocket } from './view-socket.ts'

const viewAt = (rev: number) => () => ({ rev }) as RundownView

/** A connection that takes nothing from the moment it is stuck until it is freed. */
function connection() {
  const conn = new EventEmitter()
  const sent: [string, number][] = []
  let stuck = false
  const socket = {
    conn,
    connected: true,
    data: { seat: { sessionId: 's' } },
    emit(name: string, { rev }: { rev: number }) {
      sent.push([name, rev])
      if (!stuck) conn.emit('drain')
    },
  }
  return {
    socket: socket as unknown as SeatSocket,
    sent,
    stick: () => (stuck = true),
    free() {
      stuck = false
      conn.emit('drain')
      return new Promise((resolve) => setImmediate(resolve))
    },
  }
}

it('VW8 sends a connection that fell behind the whole view once, not what it has missed', async () => {
  const { socket, sent, stick, free } = connection()
  const observer = new ViewSocket(socket)
  observer.sendView(viewAt(0))
  observer.sendPatch({ rev: 1 }, viewAt(1))
  stick()
  for (let rev = 2; rev < 100; rev += 1) observer.sendPatch({ rev }, viewAt(99))
  const whileStuck = sent.length
  expect(whileStuck).toBeLessThan(25)
  await free()
  expect(sent.slice(whileStuck)).toEqual([['rundown:view', 99]])
  observer.sendPatch({ rev: 100 }, viewAt(100))
  expect(sent.at(-1)).toEqual(['rundown:view:patch', 100])
})
