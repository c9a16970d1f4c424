import { z } from 'zod'
import { readExpiry, type TestCard } from './test-card.ts'

/** What a confirmation came to. `processing`: the webhook will tell. `redirect`: the bank wants a word first. */
export type PaymentOutcome =
  | { kind: 'succeeded' }
  | { kind: 'processing' }
  | { kind: 'redirect'; url: string }
  | { kind: 'declined'; message: string; field: keyof TestCard | null }

const intentSchema = z.looseObject({
  status: z.string(),
  next_action: z
    .looseObject({ redirect_to_url: z.looseObject({ url: z.string() }).optional() })
    .nullish(),
})
const failureSchema = z.object({
  error: z.looseObject({ message: z.string().optional(), param: z.string().optional() }),
})

/** `pi_…` of `pi_…_secret_…` (source: Stripe's PaymentIntent object). */
export function intentIdOf(clientSecret: string): string {
  return clientSecret.split('_secret_')[0] ?? clientSecret
}

/** The form that Stripe.js itself would post: https://docs.stripe.com/api/payment_intents/confirm */
export function confirmForm(
  payment: { clientSecret: string; publishableKey: string; returnUrl: string },
  card: TestCard,
): URLSearchParams {
  const expiry = readExpiry(card.expiry)
  return new URLSearchParams({
    key: payment.publishableKey,
    client_secret: payment.clientSecret,
    return_url: payment.returnUrl,
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': card.number.replace(/\D/g, ''),
    'payment_method_data[card][exp_month]': String(expiry?.month ?? ''),
    'payment_method_data[card][exp_year]': String(expiry?.year ?? ''),
    'payment_method_data[card][cvc]': card.cvc.trim(),
  })
}

/** Reads the emulator's answer. @throws ZodError when it is not one of Stripe's shapes */
export function readConfirmation(ok: boolean, body: unknown): PaymentOutcome {
  if (!ok) {
    const { error } = failureSchema.parse(body)
    return {
      kind: 'declined',
      message: error.message ?? 'The payment did not go through.',
      field: fieldOf(error.param),
    }
  }
  const intent = intentSchema.parse(body)
  const url = intent.next_action?.redirect_to_url?.url
  if (intent.status === 'requires_action' && url) return { kind: 'redirect', url }
  if (intent.status === 'succeeded') return { kind: 'succeeded' }
  if (intent.status === 'processing') return { kind: 'processing' }
  return { kind: 'declined', message: 'The payment was not completed. Try again.', field: null }
}

function fieldOf(param: string | undefined): keyof TestCard | null {
  if (!param) return null
  if (param.includes('number')) return 'number'
  if (param.includes('exp')) return 'expiry'
  return param.includes('cvc') ? 'cvc' : null
}
