import { Stripe } from 'stripe'
import { newId } from '../ids.ts'
import type { Call } from '../wire/call.ts'
import {
  PLATFORM,
  type ObjectKind,
  type StoredEvent,
  type StoredObjects,
} from '../wire/objects.types.ts'
import { present } from '../wire/present.ts'
import { nowSeconds, type World } from '../world.ts'

/** Who caused an event; null for what happens by itself (a payout arrives). */
export type Cause = Pick<Call, 'requestId' | 'idempotencyKey'> | null

export type EmittedType = Extract<
  StoredEvent['type'],
  | 'account.updated'
  | 'charge.failed'
  | 'charge.refunded'
  | 'charge.succeeded'
  | 'payment_intent.canceled'
  | 'payment_intent.created'
  | 'payment_intent.payment_failed'
  | 'payment_intent.requires_action'
  | 'payment_intent.succeeded'
  | 'payout.canceled'
  | 'payout.created'
  | 'payout.failed'
  | 'payout.paid'
  | 'refund.created'
  | 'transfer.created'
  | 'transfer.reversed'
>

/**
 * Writes the event and its delivery in the caller's transaction: an event exists exactly when the
 * change it tells of does. The object is a snapshot of this moment, ids not expanded.
 */
export function emit<K extends ObjectKind>(
  world: World,
  cause: Cause,
  type: EmittedType,
  kind: K,
  account: string,
  body: StoredObjects[K],
): void {
  // An account's own event belongs to that account, though the platform owns the object.
  const owner = kind === 'account' ? body.id : account
  const event: StoredEvent = {
    id: newId('evt'),
    object: 'event',
    ...(owner === PLATFORM ? {} : { account: owner }),
    api_version: Stripe.API_VERSION,
    created: nowSeconds(world),
    data: { object: present(world, kind, account, body) },
    livemode: false,
    request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
    type,
  }
  world.objects.insert('event', owner, event)
  if (!world.settings.hasWebhook) return
  for (let copy = 0; copy < world.settings.copiesPerEvent; copy += 1) {
    world.deliveries.enqueue(event.id, world.now() + world.settings.deliveryDelayMs)
  }
}
