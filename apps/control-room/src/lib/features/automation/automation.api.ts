import {
  apiKeyViewSchema,
  automationSettingsSchema,
  deliveryViewSchema,
  outputViewSchema,
  ruleViewSchema,
  type AutomationSettings,
  type NewApiKey,
  type OscMessage,
  type OutputTarget,
  type RuleEvent,
} from '@stallcast/shared/automation'
import { z } from 'zod'

const noteSchema = z.object({
  atMs: z.number(),
  from: z.string(),
  address: z.string(),
  outcome: z.enum(['done', 'refused', 'ignored']),
  reason: z.string().nullable(),
})
export type OscNote = z.infer<typeof noteSchema>

const viewSchema = z.object({
  /** Address of the API of this show. */
  api: z.string(),
  settings: automationSettingsSchema,
  keys: z.array(apiKeyViewSchema),
  outputs: z.array(outputViewSchema),
  rules: z.array(ruleViewSchema),
  deliveries: z.array(deliveryViewSchema),
  osc: z.object({
    port: z.number().nullable(),
    prefix: z.string(),
    token: z.string(),
    notes: z.array(noteSchema),
  }),
})
export type AutomationView = z.infer<typeof viewSchema>

const outputNamesSchema = z.object({
  outputs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['webhook', 'osc']),
      enabled: z.boolean(),
    }),
  ),
})
export type OutputName = z.infer<typeof outputNamesSchema>['outputs'][number]

const errorSchema = z.object({ error: z.object({ message: z.string() }) })
const unreachable = 'The server cannot be reached now. Try again in a moment.'

/** What the automation page asks of the server. @throws Error with the sentence to show */
export function automationApi(showId: string, role = 'producer') {
  const base = `/api/shows/${encodeURIComponent(showId)}/automation`
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${base}${path}?as=${role}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    }).catch(() => {
      throw new Error(unreachable)
    })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return answer
    throw new Error(errorSchema.safeParse(answer).data?.error.message ?? unreachable)
  }
  const id = encodeURIComponent

  return {
    read: async (): Promise<AutomationView> => viewSchema.parse(await call('GET', '')),
    outputNames: async (): Promise<OutputName[]> =>
      outputNamesSchema.parse(await call('GET', '/outputs')).outputs,
    changeSettings: (change: Partial<AutomationSettings>) => call('PATCH', '/settings', change),
    renewToken: () => call('POST', '/osc/token'),
    /** @returns the key in clear: it is told this once */
    makeKey: async (wanted: NewApiKey): Promise<string> =>
      z.object({ key: z.string() }).parse(await call('POST', '/keys', wanted)).key,
    revokeKey: (keyId: string) => call('DELETE', `/keys/${id(keyId)}`),
    makeOutput: (output: { name: string; target: OutputTarget }) =>
      call('POST', '/outputs', output),
    changeOutput: (outputId: string, change: { enabled?: boolean; name?: string }) =>
      call('PATCH', `/outputs/${id(outputId)}`, change),
    deleteOutput: (outputId: string) => call('DELETE', `/outputs/${id(outputId)}`),
    renewSecret: (outputId: string) => call('POST', `/outputs/${id(outputId)}/secret`),
    test: (outputId: string) => call('POST', `/outputs/${id(outputId)}/test`),
    makeRule: (rule: { eventType: RuleEvent; outputId: string; message: OscMessage | null }) =>
      call('POST', '/rules', rule),
    changeRule: (ruleId: string, enabled: boolean) =>
      call('PATCH', `/rules/${id(ruleId)}`, { enabled }),
    deleteRule: (ruleId: string) => call('DELETE', `/rules/${id(ruleId)}`),
    resend: (deliveryId: string) => call('POST', `/deliveries/${id(deliveryId)}/resend`),
  }
}
export type AutomationApi = ReturnType<typeof automationApi>
