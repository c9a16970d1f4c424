import { emit } from '../events/events.ts'
import { newId, randomText } from '../ids.ts'
import { ApiError, invalidRequest, refused } from '../wire/api-error.ts'
import type { Answer, Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import type { StoredIntent } from '../wire/objects.types.ts'
import { mergeMetadata, parseParams } from '../wire/params.ts'
import { answer, required } from '../wire/retrieve.ts'
import { nowSeconds } from '../world.ts'
import { confirmIntent } from './confirmation.ts'
import {
  cancelSchema,
  confirmSchema,
  createSchema,
  listSchema,
  retrieveSchema,
  updateSchema,
  type CreateParams,
  type DetailParams,
} from './payment-intent.schema.ts'
import { canceled, isOpen, unexpectedState } from './payment-intent.transitions.ts'
import { makeMethod, methodById } from './payment-methods.ts'

/** Stripe's smallest charge; other currencies differ slightly there and not here. */
const MIN_AMOUNT_MINOR = 50
const MAX_AMOUNT_MINOR = 99_999_999

export function createIntent(call: Call): Answer {
  const params = parseParams(createSchema, call.params)
  assertAmount(params.amount)
  if (params.return_url !== undefined && !params.confirm) {
    throw invalidRequest('You may only specify `return_url` when `confirm` is true.', {
      param: 'return_url',
    })
  }
  const intent = applyDetails(call, newIntent(call, params), params)
  call.world.objects.insert('payment_intent', call.account, intent)
  emit(call.world, call, 'payment_intent.created', 'payment_intent', call.account, intent)
  if (!params.confirm) return answerIntent(call, intent)
  return confirmIntent(call, intent, { return_url: params.return_url })
}

export function retrieveIntent(call: Call): Answer {
  const params = parseParams(retrieveSchema, call.params)
  return answerIntent(call, intentOf(call, params.client_secret))
}

export function updateIntent(call: Call): Answer {
  const params = parseParams(updateSchema, call.params)
  const intent = intentOf(call)
  const onlyWords = Object.keys(params).every((key) => ['metadata', 'description'].includes(key))
  if (!isOpen(intent) && !onlyWords) throw badState(call, intent, 'update')
  if (params.amount !== undefined) assertAmount(params.amount)
  const next = applyDetails(
    call,
    {
      ...intent,
      amount: params.amount ?? intent.amount,
      currency: params.currency ?? intent.currency,
    },
    params,
  )
  call.world.objects.save('payment_intent', next)
  return answerIntent(call, next)
}

export function confirmEndpoint(call: Call): Answer {
  const params = parseParams(confirmSchema, call.params)
  const intent = intentOf(call, params.client_secret)
  if (!isOpen(intent)) throw badState(call, intent, 'confirm')
  return confirmIntent(call, applyDetails(call, intent, params), params)
}

export function cancelIntent(call: Call): Answer {
  const params = parseParams(cancelSchema, call.params)
  const intent = intentOf(call)
  if (!isOpen(intent)) throw badState(call, intent, 'cancel')
  const next = canceled(intent, params.cancellation_reason ?? null, nowSeconds(call.world))
  call.world.objects.save('payment_intent', next)
  emit(call.world, call, 'payment_intent.canceled', 'payment_intent', call.account, next)
  return answerIntent(call, next)
}

export function listIntents(call: Call): Answer {
  const params = parseParams(listSchema, call.params)
  return listAnswer(call, 'payment_intent', params, { customer: params.customer })
}

/** The page's key must also know the client secret, and sees only what a shopper may. */
function intentOf(call: Call, clientSecret?: string): StoredIntent {
  const intent = required(call, 'payment_intent', call.path['id'] ?? '', 'intent')
  const mustMatch = call.caller === 'publishable' || clientSecret !== undefined
  if (mustMatch && intent.client_secret !== clientSecret) {
    throw invalidRequest(
      'The client_secret provided does not match the client_secret associated with the PaymentIntent.',
      { code: 'payment_intent_invalid_parameter', param: 'client_secret' },
    )
  }
  return intent
}

export function answerIntent(call: Call, intent: StoredIntent): Answer {
  return answer(call, 'payment_intent', intent)
}

function badState(call: Call, intent: StoredIntent, act: 'cancel' | 'confirm' | 'update') {
  const message = unexpectedState(intent, act)
  const error = refused(message, { code: 'payment_intent_unexpected_state' })
  return new ApiError(
    error.status,
    { ...error.body, payment_intent: answerIntent(call, intent).body },
    { executed: true },
  )
}

function assertAmount(amount: number): void {
  if (amount < MIN_AMOUNT_MINOR) {
    throw invalidRequest(`Amount must be at least ${MIN_AMOUNT_MINOR} in the minor unit.`, {
      code: 'amount_too_small',
      param: 'amount',
    })
  }
  if (amount > MAX_AMOUNT_MINOR) {
    throw invalidRequest('Amount must be no more than 999,999.99.', {
      code: 'amount_too_large',
      param: 'amount',
    })
  }
}

function applyDetails(call: Call, intent: StoredIntent, params: DetailParams): StoredIntent {
  if (params.customer !== undefined) required(call, 'customer', params.customer, 'customer')
  const method =
    params.payment_method !== undefined
      ? methodById(call, params.payment_method, 'payment_method')
      : params.payment_method_data
        ? makeMethod(call.world, call.account, params.payment_method_data)
        : null
  return {
    ...intent,
    customer: params.customer ?? intent.customer,
    description: params.description ?? intent.description,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    payment_method: method?.id ?? intent.payment_method,
    receipt_email: params.receipt_email ?? intent.receipt_email,
    setup_future_usage: params.setup_future_usage ?? intent.setup_future_usage,
    shipping: params.shipping ? shippingOf(params.shipping) : intent.shipping,
    statement_descriptor: params.statement_descriptor ?? intent.statement_descriptor,
    statement_descriptor_suffix:
      params.statement_descriptor_suffix ?? intent.statement_descriptor_suffix,
    status:
      method && intent.status === 'requires_payment_method'
        ? 'requires_confirmation'
        : intent.status,
    transfer_group: params.transfer_group ?? intent.transfer_group,
  }
}

function shippingOf(shipping: NonNullable<DetailParams['shipping']>): StoredIntent['shipping'] {
  const { address, name, carrier, phone, tracking_number } = shipping
  return {
    address: {
      city: address.city ?? null,
      country: address.country ?? null,
      line1: address.line1 ?? null,
      line2: address.line2 ?? null,
      postal_code: address.postal_code ?? null,
      state: address.state ?? null,
    },
    name,
    carrier: carrier ?? null,
    phone: phone ?? null,
    tracking_number: tracking_number ?? null,
  }
}

function newIntent(call: Call, params: CreateParams): StoredIntent {
  const id = newId('pi')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: {
      enabled: params.automatic_payment_methods?.enabled ?? true,
      allow_redirects: params.automatic_payment_methods?.allow_redirects ?? 'always',
    },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: 'automatic',
    created: nowSeconds(call.world),
    currency: params.currency,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}
