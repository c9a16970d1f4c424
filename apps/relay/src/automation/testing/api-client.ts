import type { RelayProcess } from './relay-process.ts'
import { slug } from './relay-process.ts'

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> }

/** Calls the API as a program would. */
export function apiClient(relay: RelayProcess, key: string | null) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${relay.url}/api/v1/shows/${slug}${path}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    }
  }
}
