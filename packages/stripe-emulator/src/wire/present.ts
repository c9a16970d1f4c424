import { accountV1 } from '../connect/account-v1.ts'
import type { StoredRow } from '../storage/object-store.ts'
import { nowSeconds, type World } from '../world.ts'
import type { ObjectKind, StoredObjects } from './objects.types.ts'

const REVERSALS_SHOWN = 10

/** A stored object as v1 shows it: what follows from other objects or from the time is filled in. */
export function present<K extends ObjectKind>(
  world: World,
  kind: K,
  account: string,
  body: StoredObjects[K],
): Record<string, unknown> {
  const row = { kind, account, body } as unknown as PresentableRow
  switch (row.kind) {
    case 'balance_transaction': {
      const available = row.body.available_on <= nowSeconds(world)
      return { ...row.body, status: available ? 'available' : 'pending' }
    }
    case 'transfer':
      return { ...row.body, reversals: reversalsOf(world, row.account, row.body.id) }
    case 'event':
      return { ...row.body, pending_webhooks: world.deliveries.openCount(row.body.id) }
    case 'account':
      return { ...accountV1(row.body) }
    default:
      return { ...row.body }
  }
}

type PresentableRow = { [K in ObjectKind]: StoredRow<K> }[ObjectKind]

function reversalsOf(world: World, account: string, transferId: string) {
  const { data, hasMore } = world.objects.list('transfer_reversal', account, {
    limit: REVERSALS_SHOWN,
    where: { transfer: transferId },
  })
  return {
    object: 'list',
    data,
    has_more: hasMore,
    url: `/v1/transfers/${transferId}/reversals`,
  }
}
