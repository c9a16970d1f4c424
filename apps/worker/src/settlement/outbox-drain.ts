import type { Database } from '@stallcast/store'
import { leaseEffect, type Effect, type EffectKind } from '@stallcast/store/settlement'
import type { Logger } from '../infra/logger.ts'

export type DrainDeps = {
  database: Database
  now: () => number
  log: Logger
  /** Each carries its effect out and books it, or puts it off. What they throw is a bug or a lost database. */
  handlers: Record<EffectKind, (effect: Effect) => Promise<void>>
}

/**
 * Carries out what is due, one after another, until nothing is. A handler that breaks keeps its lease: its
 * effect comes up again when that ends, to be looked for first.
 */
export async function drainOutbox(deps: DrainDeps): Promise<number> {
  let count = 0
  for (;;) {
    const effect = await leaseEffect(deps.database, deps.now())
    if (!effect) return count
    count += 1
    try {
      await deps.handlers[effect.kind](effect)
    } catch (error) {
      deps.log.error({ err: error, effectId: effect.id, kind: effect.kind }, 'an effect broke off')
    }
  }
}
