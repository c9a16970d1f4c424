import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

export type Posted = { status: number }

const TIMEOUT_MS = 10_000

/**
 * One POST on a connection of its own, so that nothing is left open behind it.
 * @throws Error when no answer came: refused, reset or silent for ten seconds.
 */
export function post(
  url: string,
  headers: Record<string, string>,
  payload: string,
  signal: AbortSignal,
): Promise<Posted> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  const { promise, resolve, reject } = Promise.withResolvers<Posted>()
  const outgoing = request(
    url,
    {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(payload)) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    },
    (response) => {
      response.resume()
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0 }))
    },
  )
  outgoing.on('error', reject)
  outgoing.end(payload)
  return promise
}
