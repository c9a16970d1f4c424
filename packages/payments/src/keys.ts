/** What the bundled emulator takes when the operator set no keys; a test keeps them the same as its own. */
export const EMULATED_SECRET_KEY = 'sk_emulated_stallcast'
const EMULATED_PUBLISHABLE_KEY = 'pk_emulated_stallcast'
const EMULATED_WEBHOOK_SECRET = 'whsec_emulated_stallcast'

export type PaymentKeys = {
  /** True: the page shows the emulator's own card form; false: Stripe's Payment Element. */
  emulated: boolean
  publishableKey: string
  webhookSecret: string
}

/** @throws Error when there is a secret key but not what belongs to it */
export function paymentKeys(settings: {
  secretKey?: string | undefined
  publishableKey?: string | undefined
  webhookSecret?: string | undefined
}): PaymentKeys {
  const emulated = !settings.secretKey || settings.secretKey.startsWith('sk_emulated_')
  if (!emulated && (!settings.publishableKey || !settings.webhookSecret)) {
    throw new Error(
      'STRIPE_SECRET_KEY needs STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET beside it.',
    )
  }
  return {
    emulated,
    publishableKey: settings.publishableKey || EMULATED_PUBLISHABLE_KEY,
    webhookSecret: settings.webhookSecret || EMULATED_WEBHOOK_SECRET,
  }
}
