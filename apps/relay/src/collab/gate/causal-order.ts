import * as Y from 'yjs'
import { endOf, type Struct } from './update.codec.ts'

/**
 * The structs of an update in an order in which each comes after everything it refers to (its client's
 * earlier structs, its neighbours, its parent).
 * @param stateOf the next clock the document expects of a client
 * @returns `null` when something is missing, or structs wait for each other in a ring
 */
export function inCausalOrder(
  structs: ReadonlyMap<number, readonly Struct[]>,
  stateOf: (client: number) => number,
): readonly Struct[] | null {
  const [only] = structs
  if (only && structs.size === 1) return inRun(...only, stateOf)
  const ordered: Struct[] = []
  const reached = new Map<number, number>()
  const position = new Map<number, number>()
  const waiting = new Map<number, { client: number; clock: number }[]>()
  const reachedBy = (client: number) => reached.get(client) ?? stateOf(client)
  const runnable = [...structs.keys()]
  let total = 0
  for (const list of structs.values()) total += list.length

  for (let client = runnable.pop(); client !== undefined; client = runnable.pop()) {
    const list = structs.get(client) ?? []
    let index = position.get(client) ?? 0
    for (; index < list.length; index++) {
      const struct = list[index]
      if (!struct) break
      const missing = firstMissing(struct, reachedBy)
      if (missing) {
        const target = structs.get(missing.client)?.at(-1)
        const never = missing.client === client || !target || missing.clock >= endOf(target)
        if (never) return null
        const queue = waiting.get(missing.client) ?? []
        queue.push({ client, clock: missing.clock })
        waiting.set(missing.client, queue)
        break
      }
      ordered.push(struct)
      reached.set(client, endOf(struct))
    }
    position.set(client, index)
    const still = []
    for (const waiter of waiting.get(client) ?? []) {
      if (waiter.clock < reachedBy(client)) runnable.push(waiter.client)
      else still.push(waiter)
    }
    waiting.set(client, still)
  }
  return ordered.length === total ? ordered : null
}

/** Of one client alone, as nearly every update is. */
function inRun(
  client: number,
  list: readonly Struct[],
  stateOf: (client: number) => number,
): readonly Struct[] | null {
  let reached = stateOf(client)
  const reachedBy = (other: number) => (other === client ? reached : stateOf(other))
  for (const struct of list) {
    if (firstMissing(struct, reachedBy)) return null
    reached = endOf(struct)
  }
  return list
}

function firstMissing(struct: Struct, reachedBy: (client: number) => number): Y.ID | null {
  if (!(struct instanceof Y.Item)) return null
  const parent: unknown = struct.parent
  const needs = [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null]
  return needs.find((id) => id !== null && id.clock >= reachedBy(id.client)) ?? null
}
