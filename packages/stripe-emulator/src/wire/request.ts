import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { invalidRequest } from './api-error.ts'
import { parseForm } from './form.ts'

/** Body and query as one map of unparsed values: v2 and the emulator's own endpoints speak JSON. */
export function readParams(request: Request): Record<string, unknown> {
  const queryAt = request.originalUrl.indexOf('?')
  const query = queryAt < 0 ? {} : parseForm(request.originalUrl.slice(queryAt + 1))
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  if (text === '') return query
  if (!request.is('application/json')) return { ...query, ...parseForm(text) }
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return { ...query, ...json }
    }
  } catch {
    // Falls through to the refusal below: what cannot be parsed is no object either.
  }
  throw invalidRequest('The request body is not a JSON object.')
}

/** The same for the same parameters in any order; a card number cannot be read back from it. */
export function fingerprintOf(params: unknown): string {
  return createHash('sha256').update(canonical(params)).digest('hex')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
