import { DomainError } from '@stallcast/shared/kernel'
import type { Stripe } from 'stripe'

/**
 * The event in a webhook, once its signature fits the raw body and is not older than five minutes (PY4).
 * @throws DomainError `webhook.signature`
 */
export function verifyWebhook(
  stripe: Stripe,
  rawBody: string,
  signature: string | null,
  secret: string,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(rawBody, signature ?? '', secret)
  } catch (error) {
    throw new DomainError('webhook.signature', {}, { cause: error })
  }
}
