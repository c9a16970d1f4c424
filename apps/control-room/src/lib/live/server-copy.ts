import * as Y from 'yjs'
import type { DeletedRanges } from './unsent-edits.ts'

type Vector = Map<number, number>

/**
 * What the server is known to have in its log: all that it has sent, and what it said it had before it
 * answered (an answer waits for the log, the question before it need not).
 */
export class ServerCopy {
  #has: Vector
  #told: Vector | null = null

  constructor(has: Iterable<readonly [number, number]> = []) {
    this.#has = new Map(has)
  }

  get has(): ReadonlyMap<number, number> {
    return this.#has
  }

  /**
   * The server asks for what it lacks.
   * @returns false when it lacks what it once had: it began anew from an older copy, and ours must go
   */
  asked(stateVector: Uint8Array): boolean {
    const told = Y.decodeStateVector(stateVector)
    this.#told = told
    return [...this.#has].every(([client, clock]) => (told.get(client) ?? 0) >= clock)
  }

  /**
   * An edit came, or (`isAnswer`) all that we lacked.
   * @returns what is deleted, if asked for
   */
  sent(update: Uint8Array, isAnswer: boolean, wantDeletes: boolean): DeletedRanges {
    if (isAnswer && this.#told) this.#add(this.#told)
    this.#add(Y.parseUpdateMeta(update).to)
    return wantDeletes ? Y.decodeUpdate(update).ds.clients : new Map()
  }

  /** A question that is answered with whatever of these clients we cannot be sure of. */
  vectorWithout(doc: Y.Doc, clients: Iterable<number>): Uint8Array {
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc))
    for (const client of clients) {
      const sure = this.#has.get(client)
      if (sure === undefined) vector.delete(client)
      else vector.set(client, sure)
    }
    return Y.encodeStateVector(vector)
  }

  #add(more: ReadonlyMap<number, number>): void {
    for (const [client, clock] of more) {
      if (clock > (this.#has.get(client) ?? 0)) this.#has.set(client, clock)
    }
  }
}
