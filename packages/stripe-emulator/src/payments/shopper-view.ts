/** The fields of an intent that Stripe shows to a page; metadata, charge and customer stay behind. */
const shown = [
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const

/** What a publishable key may read of an answer: of an intent, or of the intent inside an error. */
export function shopperView(body: unknown): unknown {
  if (!isRecord(body)) return body
  if (body['object'] === 'payment_intent') return pick(body)
  const error = body['error']
  if (!isRecord(error) || !isRecord(error['payment_intent'])) return body
  return { error: { ...error, payment_intent: pick(error['payment_intent']) } }
}

function pick(intent: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(shown.map((field) => [field, intent[field]]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
