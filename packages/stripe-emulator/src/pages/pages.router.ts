import express, { type Request, type Response, type Router } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { Stripe } from 'stripe'
import { z } from 'zod'
import { finishAuthentication } from '../payments/confirmation.ts'
import { transaction } from '../storage/database.ts'
import { ApiError } from '../wire/api-error.ts'
import type { StoredIntent } from '../wire/objects.types.ts'
import { readParams } from '../wire/request.ts'
import type { World } from '../world.ts'
import { escapeHtml, htmlPage } from './html.ts'

export type PagesDeps = { world: World; database: DatabaseSync; committed: () => void }

const decisionSchema = z.object({
  client_secret: z.string(),
  outcome: z.enum(['authorise', 'fail']),
})

/** What a person sees: what this is, and the page on which a bank would ask its cardholder. */
export function pagesRouter(deps: PagesDeps): Router {
  const router = express.Router()
  router.get('/', (_request, response) => {
    response.type('html').send(aboutPage())
  })
  router.get('/authorise/:id', (request, response) => {
    const found = waitingIntent(deps.world, request, readParams(request)['client_secret'])
    if (!found) return void notFound(response)
    response.type('html').send(authorisePage(found.intent))
  })
  router.post('/authorise/:id', (request, response) => {
    const decision = decisionSchema.safeParse(readParams(request))
    const found = waitingIntent(deps.world, request, decision.data?.client_secret)
    if (!decision.success || !found) return void notFound(response)
    decide(deps, found, decision.data.outcome, response)
  })
  return router
}

type Found = { intent: StoredIntent; account: string }

function decide(
  deps: PagesDeps,
  found: Found,
  outcome: 'authorise' | 'fail',
  response: Response,
): void {
  const returnUrl = found.intent.next_action?.redirect_to_url?.return_url
  try {
    const next = transaction(deps.database, () =>
      finishAuthentication(deps.world, found.account, found.intent, outcome),
    )
    deps.committed()
    const target = new URL(returnUrl ?? 'about:blank')
    target.searchParams.set('payment_intent', next.id)
    target.searchParams.set('payment_intent_client_secret', next.client_secret ?? '')
    target.searchParams.set('redirect_status', next.status === 'succeeded' ? 'succeeded' : 'failed')
    response.redirect(303, target.href)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const text = 'This payment no longer waits for you. You may close this page.'
    response
      .status(409)
      .type('html')
      .send(htmlPage('Nothing to authorise', `<p>${text}</p>`))
  }
}

function waitingIntent(world: World, request: Request, clientSecret: unknown): Found | undefined {
  const row = world.objects.find(String(request.params['id']))
  if (row?.kind !== 'payment_intent') return undefined
  const intent = row.body as StoredIntent
  return intent.client_secret === clientSecret ? { intent, account: row.account } : undefined
}

function notFound(response: Response): void {
  const text = 'There is no payment under this address. Go back to the shop and try again.'
  response
    .status(404)
    .type('html')
    .send(htmlPage('No such payment', `<p>${text}</p>`))
}

function authorisePage(intent: StoredIntent): string {
  const currency = intent.currency.toUpperCase()
  const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const price = escapeHtml(format.format(intent.amount / 10 ** digits))
  const secret = escapeHtml(intent.client_secret ?? '')
  return htmlPage(
    'Authorise the payment',
    `<h1>Authorise ${price}?</h1>
<p class="note">This page stands in for your bank. No real bank and no real money are involved.</p>
<p>${escapeHtml(intent.description ?? 'A payment')}</p>
<form method="post">
<input type="hidden" name="client_secret" value="${secret}">
<button class="primary" name="outcome" value="authorise">Authorise</button>
<button name="outcome" value="fail">Fail</button>
</form>`,
  )
}

function aboutPage(): string {
  return htmlPage(
    'Stallcast payment emulator',
    `<h1>Stallcast payment emulator</h1>
<p class="note">This is not Stripe. It stands in for Stripe's API (${escapeHtml(Stripe.API_VERSION)})
while Stallcast runs without a Stripe key. No card is charged and no money moves.</p>
<p>Pay with the test card <code>4242 4242 4242 4242</code>, any future expiry and any security code.
To take real payments, start Stallcast with <code>STRIPE_SECRET_KEY</code> set.</p>`,
  )
}
