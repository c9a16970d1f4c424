import { isCrew } from '@stallcast/shared/crew'
import type { LiveState } from '@stallcast/shared/protocol'
import type { Server } from 'socket.io'
import type { SeatSocket } from './socket.gateway.ts'
import { showRoom } from './socket.gateway.ts'
import type { Publish } from './live-hub.ts'

/** Those connected to one relay. */
export type AudiencePart = LiveState['audience']
export type Audience = ReturnType<typeof createAudience>

const settleMs = 150
const nobody: AudiencePart = { crew: [], viewers: 0 }

/**
 * Counts who is connected to a show, on all relays; a burst of arrivals is told once. Each relay knows its own
 * sockets and what the others say of theirs, and tells its own screens the sum.
 */
export function createAudience(deps: {
  io: () => Server
  publish: Publish
  /** Those connected here have changed: the other relays have to know. */
  onHere?: (showId: string) => void
}) {
  const pending = new Map<string, NodeJS.Timeout>()
  const parts = new Map<string, AudiencePart>()
  const elsewhere = new Map<string, Map<string, AudiencePart>>()
  const told = new Map<string, string>()

  const tell = (showId: string) => {
    const all = [parts.get(showId) ?? nobody, ...(elsewhere.get(showId)?.values() ?? [])]
    const crew = new Map(all.flatMap((part) => part.crew.map((seat) => [seat.sessionId, seat])))
    const viewers = all.reduce((sum, part) => sum + part.viewers, 0)
    const state: AudiencePart = { crew: [...crew.values()], viewers }
    const now = JSON.stringify(state)
    if (told.get(showId) === now) return
    told.set(showId, now)
    deps.publish(showId, 'audience', state)
  }

  const count = async (showId: string) => {
    const sockets = (await deps
      .io()
      .local.in(showRoom(showId))
      .fetchSockets()) as unknown as SeatSocket[]
    const crew = new Map<string, AudiencePart['crew'][number]>()
    let viewers = 0
    for (const { data } of sockets) {
      const { seat } = data
      if (!isCrew(seat.role) && seat.role !== 'guest') viewers += 1
      else {
        const { sessionId, role, tint } = seat
        crew.set(sessionId, { sessionId, name: seat.personName, role, tint })
      }
    }
    parts.set(showId, { crew: [...crew.values()], viewers })
    deps.onHere?.(showId)
    tell(showId)
  }

  return {
    changed(showId: string): void {
      if (pending.has(showId)) return
      pending.set(
        showId,
        setTimeout(() => {
          pending.delete(showId)
          void count(showId)
        }, settleMs),
      )
    },
    here: (showId: string): AudiencePart => parts.get(showId) ?? nobody,
    /** What another relay says of those connected to it. */
    hear(showId: string, relayId: string, part: AudiencePart): void {
      const others = elsewhere.get(showId) ?? new Map<string, AudiencePart>()
      elsewhere.set(showId, others.set(relayId, part))
      tell(showId)
    },
    /** A relay that has gone, and with it everybody who was connected to it. */
    forget(showId: string, relayId: string): void {
      if (elsewhere.get(showId)?.delete(relayId)) tell(showId)
    },
    close(): void {
      for (const timer of pending.values()) clearTimeout(timer)
    },
  }
}
