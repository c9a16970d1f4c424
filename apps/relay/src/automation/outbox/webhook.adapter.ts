import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { webhookTimeoutMs } from '@stallcast/shared/automation'
import type { NetworkGuard } from './network-guard.ts'

export type WebhookAnswer = { status: number }

const mostAnswerBytes = 64 * 1024

/**
 * Signs as standard-webhooks has it: HMAC-SHA256 over `id.timestamp.body`, so that neither body, id nor time can be
 * changed on the way, and an old message cannot be played again.
 */
export function signWebhook(
  secret: string,
  message: { id: string; atMs: number; body: string },
): Record<string, string> {
  const timestamp = Math.floor(message.atMs / 1_000)
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64')
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}

/**
 * Sends one message. No redirect is followed: the address that was checked is the address that is asked.
 * @throws DomainError `output.address`; an Error with the reason when nothing was answered
 */
export async function postWebhook(
  guard: NetworkGuard,
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const target = new URL(url)
  const addresses = await guard.resolve(target.hostname, 'webhook')
  // The very addresses that were checked: asking the name again could get another answer.
  const lookup: LookupFunction = (_host, options, done) => {
    const [first] = addresses
    if (options.all) done(null, addresses)
    else done(null, first?.address ?? '', first?.family)
  }
  const ask = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = ask(
      target,
      {
        method: 'POST',
        agent: false,
        lookup,
        signal: AbortSignal.any([signal, AbortSignal.timeout(webhookTimeoutMs)]),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Stallcast-Webhook/1',
        },
      },
      (response) => {
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > mostAnswerBytes) response.destroy()
        })
        response.on('error', () => undefined)
        // The status is the answer; what else it says is read only to leave the connection tidy.
        resolve({ status: response.statusCode ?? 0 })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
