import type { LiveState } from '@stallcast/shared/protocol'
import type { Server } from 'socket.io'
import type { SeatSocket } from './socket.gateway.ts'
import { showRoom } from './socket.gateway.ts'
import type { Publish } from './live-hub.ts'

const settleMs = 150

/** Counts who is connected to a show; a burst of arrivals is told once. */
export function createAudience(deps: { io: () => Server; publish: Publish }) {
  const pending = new Map<string, NodeJS.Timeout>()

  const tell = async (showId: string) => {
    const sockets = (await deps.io().in(showRoom(showId)).fetchSockets()) as unknown as SeatSocket[]
    const crew = new Map<string, LiveState['audience']['crew'][number]>()
    let viewers = 0
    for (const { data } of sockets) {
      const { seat } = data
      if (seat.role === 'viewer') viewers += 1
      else {
        const { sessionId, role, tint } = seat
        crew.set(sessionId, { sessionId, name: seat.personName, role, tint })
      }
    }
    deps.publish(showId, 'audience', { crew: [...crew.values()], viewers })
  }

  return {
    changed(showId: string): void {
      if (pending.has(showId)) return
      pending.set(
        showId,
        setTimeout(() => {
          pending.delete(showId)
          void tell(showId)
        }, settleMs),
      )
    },
    close(): void {
      for (const timer of pending.values()) clearTimeout(timer)
    },
  }
}
