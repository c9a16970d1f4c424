import { emit, type Cause } from '../events/events.ts'
import { ApiError, invalidRequest } from '../wire/api-error.ts'
import type { Answer, Call } from '../wire/call.ts'
import type { StoredIntent, StoredMethod } from '../wire/objects.types.ts'
import { present } from '../wire/present.ts'
import { answer, required } from '../wire/retrieve.ts'
import type { World } from '../world.ts'
import { chargeCard, declineCard } from './charges.ts'
import type { ConfirmParams } from './payment-intent.schema.ts'
import {
  awaitingCardholder,
  failed,
  succeeded,
  unexpectedState,
  type PaymentError,
} from './payment-intent.transitions.ts'
import { methodBehaviour } from './payment-methods.ts'

/** Attempts the payment with the method that the intent holds. A decline answers 402 and is kept. */
export function confirmIntent(
  call: Call,
  intent: StoredIntent,
  params: Pick<ConfirmParams, 'return_url'>,
): Answer {
  if (intent.payment_method === null) {
    throw invalidRequest(
      'You cannot confirm this PaymentIntent because it is missing a payment method. ' +
        'You can either update the PaymentIntent with a payment method and then confirm it again, ' +
        'or confirm it again directly with a payment method.',
      { code: 'payment_intent_unexpected_state' },
    )
  }
  assertReturnUrl(call, intent, params.return_url)
  const method = required(call, 'payment_method', intent.payment_method, 'payment_method')
  const behaviour = methodBehaviour(call.world, method.id)
  if (behaviour.kind === 'authenticate') {
    return askCardholder(call, intent, method, params.return_url)
  }
  if (behaviour.kind === 'approve') {
    const paid = pay(call.world, call, call.account, intent, method, behaviour.settlesAtOnce)
    return answer(call, 'payment_intent', paid)
  }
  const charge = declineCard(call.world, call.account, intent, method, behaviour)
  const { code, declineCode, message, param } = behaviour
  const error: PaymentError = {
    type: 'card_error',
    charge: charge.id,
    code: code as NonNullable<PaymentError['code']>,
    decline_code: declineCode,
    message,
    ...(param === undefined ? {} : { param }),
    payment_method: { ...method },
  }
  const next = failed(intent, error, charge)
  call.world.objects.save('payment_intent', next)
  emit(call.world, call, 'charge.failed', 'charge', call.account, charge)
  emit(call.world, call, 'payment_intent.payment_failed', 'payment_intent', call.account, next)
  const shown = present(call.world, 'payment_intent', call.account, next)
  return { status: 402, body: { error: { ...error, payment_intent: shown } } }
}

export type CardholderOutcome = 'authorise' | 'fail'

/**
 * What the cardholder decided on the bank's page (pages/authorise.ts).
 * @throws ApiError 400 `payment_intent_unexpected_state` when nothing waits for the cardholder.
 */
export function finishAuthentication(
  world: World,
  account: string,
  intent: StoredIntent,
  outcome: CardholderOutcome,
): StoredIntent {
  const method = world.objects.get('payment_method', account, intent.payment_method ?? '')
  if (intent.status !== 'requires_action' || !method) {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message: unexpectedState(intent, 'confirm'),
    })
  }
  if (outcome === 'authorise') return pay(world, null, account, intent, method, false)
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.'
  const error: PaymentError = {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message,
    payment_method: { ...method },
  }
  const next = failed(intent, error, null)
  world.objects.save('payment_intent', next)
  emit(world, null, 'payment_intent.payment_failed', 'payment_intent', account, next)
  return next
}

function pay(
  world: World,
  cause: Cause,
  account: string,
  intent: StoredIntent,
  method: StoredMethod,
  settlesAtOnce: boolean,
): StoredIntent {
  const charge = chargeCard(world, account, intent, method, settlesAtOnce)
  const next = succeeded(intent, method, charge)
  world.objects.save('payment_intent', next)
  emit(world, cause, 'charge.succeeded', 'charge', account, charge)
  emit(world, cause, 'payment_intent.succeeded', 'payment_intent', account, next)
  return next
}

function askCardholder(
  call: Call,
  intent: StoredIntent,
  method: StoredMethod,
  returnUrl: string | undefined,
): Answer {
  if (returnUrl === undefined) {
    throw invalidRequest(
      'This card asks its holder to authorise the payment: you must provide a `return_url`.',
      { code: 'parameter_missing', param: 'return_url' },
    )
  }
  const query = new URLSearchParams({ client_secret: intent.client_secret ?? '' })
  const url = `${call.publicBaseUrl}/authorise/${intent.id}?${query}`
  const next = awaitingCardholder(intent, method, url, returnUrl)
  call.world.objects.save('payment_intent', next)
  emit(call.world, call, 'payment_intent.requires_action', 'payment_intent', call.account, next)
  return answer(call, 'payment_intent', next)
}

/** A server that confirms must say where a redirecting method returns to, unless it ruled those out. */
function assertReturnUrl(call: Call, intent: StoredIntent, returnUrl: string | undefined): void {
  const methods = intent.automatic_payment_methods
  if (call.caller === 'publishable' || returnUrl !== undefined) return
  if (!methods?.enabled || methods.allow_redirects === 'never') return
  throw invalidRequest(
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. ' +
      'Because some of these payment methods might redirect your customer off of your page, you must ' +
      "provide a `return_url`. If you don't want to accept redirect-based payment methods, set " +
      '`automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` ' +
      'to `never` when creating the PaymentIntent.',
  )
}
