/** The secret key of the emulator. Not a Stripe key shape, so that nobody can mistake one for the other. */
export const EMULATED_SECRET_KEY = 'sk_emulated_stallcast'

/** What a page may hold: it can retrieve and confirm a PaymentIntent whose client secret it knows. */
export const EMULATED_PUBLISHABLE_KEY = 'pk_emulated_stallcast'

/** Signs webhooks when the operator gave no secret of their own. */
export const EMULATED_WEBHOOK_SECRET = 'whsec_emulated_stallcast'

/** True for a key that only the emulator understands (secret or publishable). */
export function isEmulatedKey(key: string): boolean {
  return key.startsWith('sk_emulated_') || key.startsWith('pk_emulated_')
}
