import { createHash } from 'node:crypto'
import { z } from 'zod'
import { newId } from '../ids.ts'
import { cardInput } from '../wire/api-error.ts'
import type { Call } from '../wire/call.ts'
import type { StoredMethod } from '../wire/objects.types.ts'
import { expand, integer, mergeMetadata, metadata, parseParams } from '../wire/params.ts'
import { answer, required } from '../wire/retrieve.ts'
import { nowSeconds, type World } from '../world.ts'
import {
  behaviourOf,
  cardBrand,
  passesLuhn,
  testMethods,
  type CardBehaviour,
} from './test-cards.ts'

const text = z.string().nullish()

const addressSchema = z.strictObject({
  city: text,
  country: text,
  line1: text,
  line2: text,
  postal_code: text,
  state: text,
})

export const methodDataSchema = z.strictObject({
  type: z.literal('card'),
  card: z.strictObject({
    number: z.string().max(40),
    exp_month: integer,
    exp_year: integer,
    cvc: z.string().max(10).optional(),
  }),
  billing_details: z
    .strictObject({ address: addressSchema, email: text, name: text, phone: text })
    .partial()
    .optional(),
  allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional(),
  metadata: metadata.optional(),
})

export type MethodData = z.infer<typeof methodDataSchema>

const createSchema = methodDataSchema.extend({ expand })

export function createPaymentMethod(call: Call) {
  const method = makeMethod(call.world, call.account, parseParams(createSchema, call.params))
  return answer(call, 'payment_method', method)
}

/**
 * Keeps the last four digits and a fingerprint; the number itself goes no further than this function.
 * @throws ApiError 402 `incorrect_number`, `invalid_expiry_month`, `invalid_expiry_year`, `invalid_cvc`.
 */
export function makeMethod(world: World, account: string, data: MethodData): StoredMethod {
  const number = data.card.number.replace(/[\s-]/g, '')
  const month = data.card.exp_month
  const year = data.card.exp_year < 100 ? 2000 + data.card.exp_year : data.card.exp_year
  assertCard(world, number, month, year, data.card.cvc)
  const method: StoredMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: data.allow_redisplay ?? 'unspecified',
    billing_details: billingDetails(data),
    card: cardDetails(number, month, year),
    created: nowSeconds(world),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata(null, data.metadata),
    type: 'card',
  }
  world.objects.insert('payment_method', account, method, {
    behaviour: JSON.stringify(behaviourOf(number)),
  })
  return method
}

/** A stored method, or a fresh copy of one of Stripe's ready-made ones (`pm_card_visa`). */
export function methodById(call: Call, id: string, param: string): StoredMethod {
  const number = testMethods[id]
  if (number === undefined) return required(call, 'payment_method', id, param)
  const exp_year = new Date(call.world.now()).getUTCFullYear() + 1
  return makeMethod(call.world, call.account, {
    type: 'card',
    card: { number, exp_month: 12, exp_year, cvc: '1234'.slice(0, cvcLength(number)) },
  })
}

export function methodBehaviour(world: World, methodId: string): CardBehaviour {
  return JSON.parse(world.objects.internal(methodId)['behaviour'] ?? '{}')
}

function assertCard(world: World, number: string, month: number, year: number, cvc?: string) {
  if (!passesLuhn(number)) {
    throw cardInput('Your card number is incorrect.', 'incorrect_number', 'number')
  }
  if (month < 1 || month > 12) {
    throw cardInput("Your card's expiration month is invalid.", 'invalid_expiry_month', 'exp_month')
  }
  const now = new Date(world.now())
  const monthsAhead = (year - now.getUTCFullYear()) * 12 + month - (now.getUTCMonth() + 1)
  if (monthsAhead < 0 || monthsAhead > 50 * 12) {
    throw cardInput("Your card's expiration year is invalid.", 'invalid_expiry_year', 'exp_year')
  }
  if (cvc !== undefined && !new RegExp(`^\\d{${cvcLength(number)}}$`).test(cvc)) {
    throw cardInput("Your card's security code is invalid.", 'invalid_cvc', 'cvc')
  }
}

function cvcLength(number: string): number {
  return cardBrand(number) === 'amex' ? 4 : 3
}

function billingDetails(data: MethodData): StoredMethod['billing_details'] {
  const { address, email, name, phone } = data.billing_details ?? {}
  return {
    address: {
      city: address?.city ?? null,
      country: address?.country ?? null,
      line1: address?.line1 ?? null,
      line2: address?.line2 ?? null,
      postal_code: address?.postal_code ?? null,
      state: address?.state ?? null,
    },
    email: email ?? null,
    name: name ?? null,
    phone: phone ?? null,
    tax_id: null,
  }
}

function cardDetails(
  number: string,
  month: number,
  year: number,
): NonNullable<StoredMethod['card']> {
  const brand = cardBrand(number)
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month: month,
    exp_year: year,
    fingerprint: createHash('sha256').update(number).digest('base64url').slice(0, 16),
    funding: 'credit',
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  }
}
