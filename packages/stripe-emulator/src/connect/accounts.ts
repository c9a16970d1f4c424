import { z } from 'zod'
import { emit } from '../events/events.ts'
import { newId } from '../ids.ts'
import { missingResource } from '../wire/api-error.ts'
import { ok, type Answer, type Call } from '../wire/call.ts'
import { PLATFORM, type StoredAccount } from '../wire/objects.types.ts'
import { expand, mergeMetadata, metadata, parseParams } from '../wire/params.ts'
import { answer } from '../wire/retrieve.ts'

const includable = [
  'configuration.customer',
  'configuration.merchant',
  'configuration.recipient',
  'defaults',
  'future_requirements',
  'identity',
  'requirements',
] as const

const include = z.array(z.enum(includable)).optional()

const requested = z.looseObject({ requested: z.boolean() }).optional()

/** v2 is wide; what is not named here is accepted and not kept. */
const detailsSchema = z.looseObject({
  display_name: z.string().max(100).optional(),
  contact_email: z.string().optional(),
  dashboard: z.enum(['express', 'full', 'none']).optional(),
  identity: z
    .looseObject({
      country: z.string().length(2).optional(),
      entity_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
    })
    .optional(),
  configuration: z
    .looseObject({
      recipient: z
        .looseObject({
          capabilities: z
            .looseObject({
              stripe_balance: z.looseObject({ stripe_transfers: requested }).optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  defaults: z
    .looseObject({
      currency: z
        .string()
        .regex(/^[a-zA-Z]{3}$/)
        .optional(),
    })
    .optional(),
  metadata: metadata.optional(),
  include,
})
type Details = z.infer<typeof detailsSchema>

/** `POST /v2/core/accounts`: a recipient is ready at once, as nobody is asked for papers here. */
export function createAccountV2(call: Call): Answer {
  const params = parseParams(detailsSchema, call.params)
  const account: StoredAccount = withDetails(
    {
      id: newId('acct', 16),
      object: 'v2.core.account',
      applied_configurations: [],
      created: new Date(call.world.now()).toISOString(),
      dashboard: 'none',
      defaults: {
        currency: 'eur',
        responsibilities: {
          fees_collector: 'application',
          losses_collector: 'application',
          requirements_collector: 'application',
        },
      },
      livemode: false,
      metadata: {},
    },
    params,
  )
  call.world.objects.insert('account', PLATFORM, account)
  if (account.applied_configurations.includes('recipient')) {
    emit(call.world, call, 'account.updated', 'account', PLATFORM, account)
  }
  return ok(included(account, params.include))
}

/** `POST /v2/core/accounts/:id` */
export function updateAccountV2(call: Call): Answer {
  const params = parseParams(detailsSchema, call.params)
  const account = withDetails(accountOf(call), params)
  call.world.objects.save('account', account)
  emit(call.world, call, 'account.updated', 'account', PLATFORM, account)
  return ok(included(account, params.include))
}

const retrieveV2Schema = z.strictObject({ include })

/** `GET /v2/core/accounts/:id`: configuration, identity and defaults only when they are asked for. */
export function retrieveAccountV2(call: Call): Answer {
  const params = parseParams(retrieveV2Schema, call.params)
  return ok(included(accountOf(call), params.include))
}

const retrieveV1Schema = z.strictObject({ expand })

export function retrieveAccountV1(call: Call): Answer {
  parseParams(retrieveV1Schema, call.params)
  return answer(call, 'account', accountOf(call))
}

function accountOf(call: Call): StoredAccount {
  const id = call.path['id'] ?? ''
  const account = call.world.objects.get('account', PLATFORM, id)
  if (!account) throw missingResource('account', id, 'account')
  return account
}

function withDetails(account: StoredAccount, params: Details): StoredAccount {
  const metadataNow = mergeMetadata(account.metadata ?? {}, params.metadata)
  const recipient = params.configuration?.recipient
  const asked = recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested
  const { defaults, identity } = params
  return {
    ...account,
    ...(params.display_name === undefined ? {} : { display_name: params.display_name }),
    ...(params.contact_email === undefined ? {} : { contact_email: params.contact_email }),
    ...(params.dashboard === undefined ? {} : { dashboard: params.dashboard }),
    ...(recipient === undefined
      ? {}
      : {
          applied_configurations: ['recipient' as const],
          configuration: recipientConfiguration(asked ?? false, metadataNow),
        }),
    ...(defaults?.currency === undefined || !account.defaults
      ? {}
      : { defaults: { ...account.defaults, currency: defaults.currency.toLowerCase() } }),
    ...(identity === undefined
      ? {}
      : {
          identity: {
            ...account.identity,
            ...(identity.country === undefined ? {} : { country: identity.country.toLowerCase() }),
            ...(identity.entity_type === undefined ? {} : { entity_type: identity.entity_type }),
          },
        }),
    metadata: metadataNow,
  }
}

/** Metadata `stallcast_capability: restricted | pending` stands for papers that Stripe still wants. */
function recipientConfiguration(
  asked: boolean,
  marks: Record<string, string>,
): NonNullable<StoredAccount['configuration']> {
  const mark = marks['stallcast_capability']
  const status: 'active' | 'pending' | 'restricted' =
    mark === 'restricted' || mark === 'pending' ? mark : 'active'
  if (!asked) return { recipient: { applied: true, capabilities: {} } }
  const capability = {
    status,
    status_details:
      status === 'active'
        ? []
        : [{ code: 'requirements_past_due' as const, resolution: 'provide_info' as const }],
  }
  return {
    recipient: {
      applied: true,
      capabilities: { stripe_balance: { payouts: capability, stripe_transfers: capability } },
    },
  }
}

function included(account: StoredAccount, wanted: readonly string[] | undefined): StoredAccount {
  const { configuration, defaults, identity, ...rest } = account
  const shows = (name: string) => wanted?.includes(name) ?? false
  return {
    ...rest,
    ...(configuration && shows('configuration.recipient') ? { configuration } : {}),
    ...(defaults && shows('defaults') ? { defaults } : {}),
    ...(identity && shows('identity') ? { identity } : {}),
    ...(shows('requirements') ? { requirements: { entries: [] } } : {}),
  }
}
