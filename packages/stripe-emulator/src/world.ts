import type { DeliveryStore } from './storage/delivery-store.ts'
import type { ObjectStore } from './storage/object-store.ts'
import type { ScheduleStore } from './storage/schedule-store.ts'

export type EmulatorSettings = {
  /** From payment to available funds; Stripe's standard schedule is two days. */
  settlementDelayMs: number
  /** From `payouts.create` to `payout.paid`. */
  payoutDelayMs: number
  /** Whether events are queued for an endpoint. */
  hasWebhook: boolean
  /** How many times each event is queued; more than one only in tests of robustness. */
  copiesPerEvent: number
  /** Holds each delivery back for this long, only in tests of robustness. */
  deliveryDelayMs: number
}

/** What every endpoint works on: the objects, the queues and the time. */
export type World = {
  objects: ObjectStore
  deliveries: DeliveryStore
  schedule: ScheduleStore
  settings: EmulatorSettings
  now: () => number
}

/** Unix seconds, the unit of every time in v1. */
export function nowSeconds(world: World): number {
  return Math.floor(world.now() / 1000)
}
