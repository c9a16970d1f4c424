import type { Seat } from '@stallcast/shared/crew'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** One state of a person on one screen: a cell, a cursor. Larger ones are not passed on. */
export const maxPresenceBytes = 4_096

/** The state of who has left, as awareness writes it. */
const gone = 'null'

/** Of a person who is connected here (`peer`), or to another relay. */
type Entry<Peer> = {
  peer: Peer | null
  relayId: string | null
  sessionId: string
  clock: number
  state: string
}

/**
 * Who is in a document and where, never kept anywhere else. Speaks y-protocols' awareness updates, but
 * trusts them in nothing: a socket has one client id, and who it is the server writes into the state.
 */
export class Presence<Peer extends { readonly seat: Seat }> {
  readonly #entries = new Map<number, Entry<Peer>>()

  /** @returns the client ids whose state has changed or was renewed */
  receive(peer: Peer, update: Uint8Array): number[] {
    const changed: number[] = []
    for (const { clientId, clock, json } of parse(update)) {
      // Clients send on what they hear of others; only their own line counts.
      if (!this.#mayUse(peer, clientId)) continue
      const state = stateIn(json)
      if (state === undefined) continue
      const known = this.#entries.get(clientId)
      if (state === null) {
        if (!known) continue
        this.#entries.set(clientId, { ...known, clock, state: gone })
      } else {
        if (known?.peer === peer && known.state !== gone && known.clock >= clock) continue
        this.#entries.set(clientId, {
          peer,
          relayId: null,
          sessionId: peer.seat.sessionId,
          clock,
          state: stamped(state, peer.seat),
        })
      }
      changed.push(clientId)
    }
    return changed
  }

  /** Marks what a socket has left behind as gone. @returns its client ids */
  leave(peer: Peer): number[] {
    const left: number[] = []
    for (const [clientId, entry] of this.#entries) {
      if (entry.peer !== peer || entry.state === gone) continue
      entry.state = gone
      left.push(clientId)
    }
    return left
  }

  /**
   * Lines that another relay vouches for: it knows the seat and has stamped them.
   * @returns the client ids whose state has changed or was renewed
   */
  hear(relayId: string, update: Uint8Array): number[] {
    const changed: number[] = []
    for (const { clientId, clock, json } of parse(update)) {
      const known = this.#entries.get(clientId)
      if (json === gone) {
        // A person who has moved to another relay is not taken away by the one that was left.
        if (known?.relayId !== relayId || known.state === gone) continue
        this.#entries.set(clientId, { ...known, clock, state: gone })
      } else {
        if (known && known.state !== gone && known.clock >= clock) continue
        const sessionId = stampedSession(json)
        if (sessionId === null) continue
        this.#entries.set(clientId, { peer: null, relayId, sessionId, clock, state: json })
      }
      changed.push(clientId)
    }
    return changed
  }

  /** Marks everybody whom a relay vouched for as gone. @returns their client ids */
  forgetRelay(relayId: string): number[] {
    const left: number[] = []
    for (const [clientId, entry] of this.#entries) {
      if (entry.relayId !== relayId || entry.state === gone) continue
      entry.state = gone
      left.push(clientId)
    }
    return left
  }

  clientIds(): number[] {
    return [...this.#entries.keys()]
  }

  /** Those who are connected here, not to another relay. */
  clientIdsHere(): number[] {
    return [...this.#entries].flatMap(([clientId, { peer }]) => (peer ? [clientId] : []))
  }

  /** The session that shows itself under a client id at the moment. */
  sessionOf(clientId: number): string | undefined {
    const entry = this.#entries.get(clientId)
    return entry && entry.state !== gone ? entry.sessionId : undefined
  }

  /** An awareness update of these clients; those who are gone are forgotten once told. */
  encode(clientIds: readonly number[]): Uint8Array {
    const update = this.lines(clientIds)
    for (const clientId of clientIds) {
      if (this.#entries.get(clientId)?.state === gone) this.#entries.delete(clientId)
    }
    return update
  }

  /** The same, and nobody is forgotten. */
  lines(clientIds: readonly number[]): Uint8Array {
    const known = clientIds.filter((clientId) => this.#entries.has(clientId))
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, known.length)
      for (const clientId of known) {
        const entry = this.#entries.get(clientId)
        if (!entry) continue
        encoding.writeVarUint(encoder, clientId)
        encoding.writeVarUint(encoder, entry.clock)
        encoding.writeVarString(encoder, entry.state)
      }
    })
  }

  #mayUse(peer: Peer, clientId: number): boolean {
    const known = this.#entries.get(clientId)
    if (known) return known.peer === peer || known.sessionId === peer.seat.sessionId
    for (const entry of this.#entries.values()) {
      if (entry.peer === peer && entry.state !== gone) return false
    }
    return true
  }
}

function parse(update: Uint8Array): { clientId: number; clock: number; json: string }[] {
  const lines: { clientId: number; clock: number; json: string }[] = []
  try {
    const decoder = decoding.createDecoder(update)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      lines.push({
        clientId: decoding.readVarUint(decoder),
        clock: decoding.readVarUint(decoder),
        json: decoding.readVarString(decoder),
      })
    }
  } catch {
    // A torn update: the whole lines of it hold.
  }
  return lines
}

/** @returns `null` for a person who leaves, `undefined` for what is no state */
function stateIn(json: string): Record<string, unknown> | null | undefined {
  if (json.length > maxPresenceBytes) return undefined
  try {
    const state: unknown = JSON.parse(json)
    return state === null || isObject(state) ? state : undefined
  } catch {
    return undefined
  }
}

function stampedSession(json: string): string | null {
  const user = stateIn(json)?.['user']
  return isObject(user) && typeof user['sessionId'] === 'string' ? user['sessionId'] : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stamped(state: Record<string, unknown>, seat: Seat): string {
  const user = {
    name: seat.personName,
    role: seat.role,
    sessionId: seat.sessionId,
    tint: seat.tint,
  }
  return JSON.stringify({ ...state, user })
}
