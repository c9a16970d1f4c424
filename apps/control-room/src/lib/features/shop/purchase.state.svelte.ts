import type { CheckoutAnswer, OrderView } from '@stallcast/shared/commerce'
import { CheckoutApi, newAttemptId, ShopRefusal } from './checkout-api.ts'
import { clearStash, readStash, writeStash } from './purchase-stash.ts'
import { maxQuantity, type Offer } from './shop-view.ts'
import type { MountedPayment } from './stripe-element.ts'
import { emptyTestCard, testCardProblems, type TestCardProblems } from './test-card.ts'

/** `waiting`: paid as far as the page knows; the shop waits for the bank's word. */
export type PurchaseStep = 'details' | 'payment' | 'waiting' | 'thanks'
export type DetailProblems = { buyerName?: string; buyerEmail?: string; quantity?: string }

const pollMs = 1_000
/** After this the shopper is told to look at the mail instead of the screen. */
const patienceMs = 45_000

/** One shopper's purchase. What was typed stays through refusals, lost connections and closing the sheet. */
export class Purchase {
  open = $state(false)
  step = $state<PurchaseStep>('details')
  busy = $state(false)
  /** What went wrong, for the shopper; gone with the next try. */
  message = $state<string | null>(null)
  slow = $state(false)
  quantity = $state(1)
  buyerName = $state('')
  buyerEmail = $state('')
  detailProblems = $state.raw<DetailProblems>({})
  card = $state({ ...emptyTestCard })
  cardProblems = $state.raw<TestCardProblems>({})
  checkout = $state.raw<CheckoutAnswer | null>(null)
  order = $state.raw<OrderView | null>(null)
  readonly #api: CheckoutApi
  readonly #slug: string
  #attempt: { id: string; asked: string } | null = null
  /** The order that is being paid, and the proof that it is ours. */
  #paying: { orderId: string; attemptId: string } | null = null
  #polling = 0

  constructor(slug: string) {
    this.#slug = slug
    this.#api = new CheckoutApi(slug, (path, init) => fetch(path, init))
  }

  start(): void {
    if (this.step === 'thanks') this.#reset()
    this.open = true
  }

  /** Back to the details, for instance to take fewer; the next attempt is a new order. */
  backToDetails(): void {
    this.step = 'details'
    this.message = null
    this.#attempt = null
    this.checkout = null
  }

  async reserve(offer: Offer): Promise<void> {
    if (this.busy) return
    this.quantity = Math.min(this.quantity, maxQuantity(offer))
    this.detailProblems = this.#checkDetails()
    if (Object.keys(this.detailProblems).length > 0) return
    await this.#try(async () => {
      const attemptId = this.#attemptFor(offer.offerId)
      this.checkout = await this.#api.reserve({
        offerId: offer.offerId,
        quantity: this.quantity,
        buyerName: this.buyerName.trim(),
        buyerEmail: this.buyerEmail.trim(),
        attemptId,
      })
      this.#paying = { orderId: this.checkout.orderId, attemptId }
      this.step = 'payment'
    })
  }

  async payWithTestCard(nowMs: number): Promise<void> {
    const { checkout } = this
    if (this.busy || !checkout) return
    this.cardProblems = testCardProblems(this.card, nowMs)
    if (Object.keys(this.cardProblems).length > 0) return
    await this.#try(async () => {
      const returnUrl = this.returnUrl(checkout.orderId)
      const outcome = await this.#api.payWithTestCard({ ...checkout, returnUrl }, this.card)
      if (outcome.kind === 'redirect') {
        this.#stash(checkout)
        window.location.assign(outcome.url)
      } else if (outcome.kind === 'declined') {
        if (outcome.field) this.cardProblems = { [outcome.field]: outcome.message }
        else this.message = outcome.message
      } else void this.follow()
    })
  }

  async payWithStripe(payment: MountedPayment): Promise<void> {
    const { checkout } = this
    if (this.busy || !checkout) return
    await this.#try(async () => {
      this.#stash(checkout)
      const buyer = { name: this.buyerName.trim(), email: this.buyerEmail.trim() }
      this.message = await payment.confirm(this.returnUrl(checkout.orderId), buyer)
      if (this.message === null) void this.follow()
    })
  }

  /**
   * Takes up the purchase when the bank's page has sent the shopper back.
   * @param failed what Stripe's `redirect_status` says: the bank did not confirm
   */
  resume(orderId: string, failed: boolean): void {
    const stash = readStash(orderId)
    if (stash) {
      this.#paying = { orderId, attemptId: stash.attemptId }
      this.quantity = stash.quantity
      this.buyerName = stash.buyerName
      this.buyerEmail = stash.buyerEmail
      this.checkout = stash.checkout
    }
    if (failed && stash) {
      this.open = true
      this.step = 'payment'
      this.message = 'Your bank did not confirm the payment. Nothing was charged; try again.'
      return
    }
    void this.follow()
  }

  /** Where the bank sends the shopper back to. */
  returnUrl(orderId: string): string {
    return new URL(`/s/${this.#slug}?order=${orderId}`, window.location.origin).href
  }

  /** Watches an order until it is decided: after paying, and after coming back from the bank's page. */
  async follow(): Promise<void> {
    const polling = ++this.#polling
    this.open = true
    this.step = 'waiting'
    this.message = null
    this.slow = false
    const startedAtMs = Date.now()
    // Back from the bank in another browser: the order cannot be read here, the receipt comes by mail.
    if (!this.#paying) this.slow = true
    while (polling === this.#polling && this.step === 'waiting' && this.#paying) {
      await this.#look(this.#paying)
      if (Date.now() - startedAtMs > patienceMs) this.slow = true
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }

  stop(): void {
    this.#polling += 1
  }

  async #look({ orderId, attemptId }: { orderId: string; attemptId: string }): Promise<void> {
    try {
      this.#decide(await this.#api.order(orderId, attemptId))
    } catch (error) {
      // Anything else is a bad connection: the next look may get through.
      if (error instanceof ShopRefusal && error.code === 'order.unknown') this.#fail(error.message)
    }
  }

  #decide(order: OrderView): void {
    this.order = order
    switch (order.status) {
      case 'paid':
      case 'refunded':
        this.step = 'thanks'
        clearStash()
        break
      case 'failed':
        this.#fail(
          order.reason ?? 'The payment did not go through. Nothing was charged; try again.',
        )
        break
      case 'expired':
        this.#fail('The time to pay ran out and the stock went back on sale. Nothing was charged.')
        break
      case 'pending':
        break
    }
  }

  /** A lost order keeps the form: only the attempt is new. */
  #fail(message: string): void {
    this.backToDetails()
    this.message = message
  }

  #stash(checkout: CheckoutAnswer): void {
    const { quantity, buyerName, buyerEmail } = this
    const attemptId = this.#paying?.attemptId ?? ''
    writeStash({ checkout, attemptId, quantity, buyerName, buyerEmail })
  }

  #reset(): void {
    this.backToDetails()
    this.order = null
    this.quantity = 1
    this.card = { ...emptyTestCard }
  }

  /** The same attempt as long as the same thing is asked for: pressing twice makes one order. */
  #attemptFor(offerId: string): string {
    const asked = JSON.stringify([offerId, this.quantity, this.buyerName, this.buyerEmail])
    if (this.#attempt?.asked !== asked) {
      this.#attempt = { asked, id: newAttemptId((bytes) => crypto.getRandomValues(bytes)) }
    }
    return this.#attempt.id
  }

  #checkDetails(): DetailProblems {
    const problems: DetailProblems = {}
    if (this.buyerName.trim() === '') problems.buyerName = 'Type your name.'
    if (!/^\S+@\S+\.\S+$/.test(this.buyerEmail.trim())) {
      problems.buyerEmail = 'Type your e-mail address: the receipt goes there.'
    }
    return problems
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.busy = true
    this.message = null
    try {
      await act()
    } catch (error) {
      // That order is over (its time ran out): the next press asks for a new one.
      if (error instanceof ShopRefusal && error.code === 'order.ended') this.#attempt = null
      if (error instanceof ShopRefusal && error.code === 'stock.short') {
        this.detailProblems = { quantity: error.message }
      } else {
        this.message =
          error instanceof ShopRefusal
            ? error.message
            : 'Something broke. Nothing was charged; try again.'
      }
    } finally {
      this.busy = false
    }
  }
}
