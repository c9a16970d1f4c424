import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from './api-error.ts'

export type Keys = { secretKey: string; publishableKey: string }

/** Bearer, or Basic with the key as user, or `key=` in the form as Stripe.js sends it. */
export function callerOf(
  headers: IncomingHttpHeaders,
  formKey: unknown,
  keys: Keys,
): 'secret' | 'publishable' {
  const given = headerKey(headers.authorization) ?? (typeof formKey === 'string' ? formKey : null)
  if (given === null || given === '') {
    throw unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization header, ' +
        "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  if (given === keys.secretKey) return 'secret'
  if (given === keys.publishableKey) return 'publishable'
  throw unauthorized(`Invalid API Key provided: ${masked(given)}`)
}

export function secretKeyRequired(): ApiError {
  return new ApiError(403, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
  })
}

function headerKey(authorization: string | undefined): string | null {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return value
  if (/^basic$/i.test(scheme)) {
    return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? ''
  }
  return null
}

/** A real key sent here by mistake must not come back in a log. */
function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(8)}${key.length > 16 ? key.slice(-4) : ''}`
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message })
}
