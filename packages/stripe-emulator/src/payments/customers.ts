import { z } from 'zod'
import { newId } from '../ids.ts'
import type { Answer, Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import type { StoredCustomer } from '../wire/objects.types.ts'
import { expand, mergeMetadata, metadata, pagination, parseParams } from '../wire/params.ts'
import { answer, required } from '../wire/retrieve.ts'
import { nowSeconds } from '../world.ts'

const paramsSchema = z.strictObject({
  email: z.string().optional(),
  name: z.string().optional(),
  phone: z.string().optional(),
  description: z.string().optional(),
  metadata: metadata.optional(),
  expand,
})
type Params = z.infer<typeof paramsSchema>

export function createCustomer(call: Call): Answer {
  const params = parseParams(paramsSchema, call.params)
  const customer: StoredCustomer = apply(
    {
      id: newId('cus', 14),
      object: 'customer',
      balance: 0,
      created: nowSeconds(call.world),
      default_source: null,
      description: null,
      email: null,
      invoice_settings: {
        custom_fields: null,
        default_payment_method: null,
        footer: null,
        rendering_options: null,
      },
      livemode: false,
      metadata: {},
      name: null,
      phone: null,
      shipping: null,
    },
    params,
  )
  call.world.objects.insert('customer', call.account, customer)
  return answer(call, 'customer', customer)
}

export function updateCustomer(call: Call): Answer {
  const params = parseParams(paramsSchema, call.params)
  const customer = apply(required(call, 'customer', call.path['id'] ?? ''), params)
  call.world.objects.save('customer', customer)
  return answer(call, 'customer', customer)
}

function apply(customer: StoredCustomer, params: Params): StoredCustomer {
  return {
    ...customer,
    description: params.description ?? customer.description,
    email: params.email ?? customer.email,
    metadata: mergeMetadata(customer.metadata, params.metadata),
    name: params.name ?? customer.name ?? null,
    phone: params.phone ?? customer.phone ?? null,
  }
}

const listSchema = z.strictObject({ ...pagination, email: z.string().optional() })

export function listCustomers(call: Call): Answer {
  const params = parseParams(listSchema, call.params)
  return listAnswer(call, 'customer', params, { email: params.email })
}
