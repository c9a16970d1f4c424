import type { CheckoutAnswer } from '@stallcast/shared/commerce'

/** The little of Stripe.js that the page uses (https://docs.stripe.com/js); its script must come from Stripe. */
type StripeJs = {
  elements(options: { clientSecret: string; appearance: object }): StripeElements
  confirmPayment(options: {
    elements: StripeElements
    confirmParams: { return_url: string; payment_method_data: object }
    redirect: 'if_required'
  }): Promise<{ error?: { message?: string }; paymentIntent?: { status: string } }>
}
type StripeElements = {
  create(type: 'payment'): { mount(node: HTMLElement): void; destroy(): void }
}
declare global {
  interface Window {
    Stripe?: (publishableKey: string) => StripeJs
  }
}

const scriptUrl = 'https://js.stripe.com/v3/'
let loading: Promise<void> | undefined

/** Asks for Stripe's script once, and again after a failure. Rejects when it cannot be had. */
function loadScript(): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = scriptUrl
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => {
      loading = undefined
      script.remove()
      reject(
        new Error('The payment form could not be loaded. Check your connection and try again.'),
      )
    })
    document.head.append(script)
  })
  return loading
}

export type MountedPayment = {
  /** Null when the payment is on its way; otherwise what to tell the shopper. */
  confirm(returnUrl: string, buyer: { name: string; email: string }): Promise<string | null>
  destroy(): void
}

/** Puts Stripe's Payment Element into `node`. */
export async function mountPayment(
  node: HTMLElement,
  checkout: CheckoutAnswer,
): Promise<MountedPayment> {
  await loadScript()
  if (!window.Stripe) throw new Error('The payment form could not be loaded.')
  const stripe = window.Stripe(checkout.publishableKey)
  const appearance = { variables: { colorPrimary: '#191817', borderRadius: '12px' } }
  const elements = stripe.elements({ clientSecret: checkout.clientSecret, appearance })
  const element = elements.create('payment')
  element.mount(node)
  return {
    async confirm(returnUrl, buyer) {
      const { error } = await stripe.confirmPayment({
        elements,
        confirmParams: {
          return_url: returnUrl,
          payment_method_data: { billing_details: buyer },
        },
        redirect: 'if_required',
      })
      return error ? (error.message ?? 'The payment did not go through.') : null
    },
    destroy: () => element.destroy(),
  }
}
