import { z } from 'zod'
import { apiScopeSchema } from './scope.schema.ts'

const name = z.string().trim().min(1).max(60)
const epochMs = z.number().int()
const scopes = z
  .array(apiScopeSchema)
  .min(1)
  .max(20)
  .transform((given) => [...new Set(given)])

/** What the producer says of a new key. @property hours how long it works; null: until it is revoked */
export const newApiKeySchema = z.object({
  name,
  scopes,
  hours: z
    .number()
    .min(1)
    .max(24 * 365)
    .nullable(),
})
export type NewApiKey = z.infer<typeof newApiKeySchema>

export const apiKeyViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(apiScopeSchema),
  createdBy: z.string(),
  createdAtMs: epochMs,
  expiresAtMs: epochMs.nullable(),
  revokedAtMs: epochMs.nullable(),
  lastUsedAtMs: epochMs.nullable(),
})
export type ApiKeyView = z.infer<typeof apiKeyViewSchema>

/** Where something is sent: an HTTP(S) address, or a host and UDP port that speaks OSC. */
export const outputTargetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((url) => {
        if (!URL.canParse(url)) return false
        const { username, password } = new URL(url)
        return username === '' && password === ''
      }, 'an address must not carry a name or password'),
  }),
  z.object({
    kind: z.literal('osc'),
    host: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/),
    port: z.number().int().min(1).max(65_535),
  }),
])
export type OutputTarget = z.infer<typeof outputTargetSchema>

export const newOutputSchema = z.object({ name, target: outputTargetSchema })
export const outputChangeSchema = z
  .object({ name, target: outputTargetSchema, enabled: z.boolean() })
  .partial()

export const outputViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  target: outputTargetSchema,
  enabled: z.boolean(),
  /** What a webhook is signed with (standard-webhooks, `whsec_…`); null for OSC. */
  secret: z.string().nullable(),
})
export type OutputView = z.infer<typeof outputViewSchema>

/** Events of the as-run log that a rule can listen for, as people read them. */
export const ruleEventWords = {
  showStarted: 'The show starts',
  cueTaken: 'A cue is taken',
  cueLoaded: 'A cue stands by',
  showHeld: 'The show is held',
  showResumed: 'The show goes on',
  timeAdded: 'Time is added or taken',
  showEnded: 'The show ends',
  sourceTaken: 'A source goes on air',
  sourceLost: 'A source is lost',
  offerOpened: 'An offer opens',
  offerClosed: 'An offer closes',
  orderPaid: 'An order is paid',
  clipReady: 'A clip is ready',
  statementApproved: 'A settlement is approved',
} as const
export type RuleEvent = keyof typeof ruleEventWords
export const ruleEventSchema = z.enum(Object.keys(ruleEventWords) as [RuleEvent, ...RuleEvent[]])

/** An OSC address: no character that OSC 1.0 gives a meaning in patterns. */
export const oscAddressSchema = z.string().regex(/^\/[^\s#*,?[\]{}]{0,199}$/)
export const oscArgumentSchema = z.union([z.string().max(500), z.number(), z.boolean()])

/** What an OSC peer is told. `{title}` in a text is replaced by that field of the event. */
export const oscMessageSchema = z.object({
  address: oscAddressSchema,
  args: z.array(oscArgumentSchema).max(16),
})
export type OscMessage = z.infer<typeof oscMessageSchema>

export const newRuleSchema = z.object({
  eventType: ruleEventSchema,
  outputId: z.string().min(1).max(64),
  message: oscMessageSchema.nullable().default(null),
})
export const ruleChangeSchema = z.object({ enabled: z.boolean() })
export const ruleViewSchema = z.object({
  id: z.string(),
  eventType: ruleEventSchema,
  outputId: z.string(),
  message: oscMessageSchema.nullable(),
  enabled: z.boolean(),
})
export type RuleView = z.infer<typeof ruleViewSchema>

const senderPattern = /^[0-9A-Fa-f.:]{2,45}(\/\d{1,3})?$/

export const automationSettingsSchema = z.object({
  fireInRehearsal: z.boolean(),
  oscEnabled: z.boolean(),
  /** Addresses or networks (`192.168.1.0/24`) that need no token in the address. */
  oscSenders: z.array(z.string().regex(senderPattern, 'not an address or network')).max(20),
  oscScopes: scopes,
})
export type AutomationSettings = z.infer<typeof automationSettingsSchema>
export const settingsChangeSchema = automationSettingsSchema.partial()
