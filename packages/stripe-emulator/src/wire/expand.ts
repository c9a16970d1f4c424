import type { World } from '../world.ts'
import { invalidRequest } from './api-error.ts'
import { present } from './present.ts'

const MAX_DEPTH = 4

/**
 * Replaces ids by the objects they name, along paths such as `latest_charge.balance_transaction` or,
 * on lists, `data.source`. Works on a copy. Throws 400 for a path that names no object.
 */
export function expandPaths(world: World, body: unknown, paths: readonly string[]): unknown {
  const copy: unknown = structuredClone(body)
  for (const path of paths) {
    const segments = path.split('.')
    const depth = segments.filter((segment) => segment !== 'data').length
    if (depth > MAX_DEPTH) {
      throw invalidRequest(`You cannot expand more than ${MAX_DEPTH} levels of a property: ${path}`)
    }
    walk(world, copy, segments, path)
  }
  return copy
}

function walk(world: World, node: unknown, segments: string[], path: string): void {
  const [head = '', ...tail] = segments
  if (Array.isArray(node)) {
    for (const item of node) walk(world, item, segments, path)
    return
  }
  if (!isRecord(node) || !(head in node)) throw notExpandable(head, path)
  node[head] = resolved(world, node[head], head, path)
  if (tail.length > 0 && node[head] !== null) walk(world, node[head], tail, path)
}

function resolved(world: World, value: unknown, name: string, path: string): unknown {
  if (typeof value !== 'string') return value
  const row = world.objects.find(value)
  if (!row) throw notExpandable(name, path)
  return present(world, row.kind, row.account, row.body)
}

function notExpandable(name: string, path: string) {
  return invalidRequest(
    `This property cannot be expanded (${name}). You may want to try another: ${path}`,
    { param: 'expand' },
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
