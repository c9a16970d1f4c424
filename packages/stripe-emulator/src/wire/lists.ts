import type { FilterField } from '../storage/object-store.ts'
import { invalidRequest } from './api-error.ts'
import type { Answer, Call } from './call.ts'
import { ok } from './call.ts'
import type { ObjectKind } from './objects.types.ts'
import type { Range } from './params.ts'
import { present } from './present.ts'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100

export type ListParams = {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: Range | undefined
}

/** Answers one page, newest first; the cursor must name an object that exists. */
export function listAnswer<K extends ObjectKind>(
  call: Call,
  kind: K,
  params: ListParams,
  where: Partial<Record<FilterField, string | readonly string[] | undefined>> = {},
  ids?: readonly string[],
): Answer {
  const limit = params.limit ?? DEFAULT_LIMIT
  if (limit < 1 || limit > MAX_LIMIT) {
    throw invalidRequest(`Invalid limit: must be between 1 and ${MAX_LIMIT}`, { param: 'limit' })
  }
  for (const param of ['starting_after', 'ending_before'] as const) {
    const cursor = params[param]
    if (cursor !== undefined && !call.world.objects.get(kind, call.account, cursor)) {
      throw invalidRequest(`No such ${kind}: '${cursor}'`, { code: 'resource_missing', param })
    }
  }
  const page = call.world.objects.list(kind, call.account, {
    limit,
    startingAfter: params.starting_after,
    endingBefore: params.ending_before,
    created: params.created,
    where,
    ids,
  })
  return ok({
    object: 'list',
    data: page.data.map((body) => present(call.world, kind, call.account, body)),
    has_more: page.hasMore,
    url: call.url,
  })
}
