import { z } from 'zod'
import { missingResource } from './api-error.ts'
import type { Answer, Call, Endpoint } from './call.ts'
import { ok } from './call.ts'
import type { ObjectKind, StoredObjects } from './objects.types.ts'
import { expand, parseParams } from './params.ts'
import { present } from './present.ts'

const retrieveSchema = z.strictObject({ expand })

/** The object named by the path, owned by the caller's account; else 404 in Stripe's words. */
export function required<K extends ObjectKind>(
  call: Call,
  kind: K,
  id: string,
  param = 'id',
): StoredObjects[K] {
  const body = call.world.objects.get(kind, call.account, id)
  if (!body) throw missingResource(kind, id, param)
  return body
}

export function answer<K extends ObjectKind>(call: Call, kind: K, body: StoredObjects[K]): Answer {
  return ok(present(call.world, kind, call.account, body))
}

/** `GET /v1/things/:id` for kinds that need nothing special. */
export function retrieveEndpoint(kind: ObjectKind): Endpoint {
  return (call) => {
    parseParams(retrieveSchema, call.params)
    return answer(call, kind, required(call, kind, call.path['id'] ?? ''))
  }
}
