import type { NewShow } from '@stallcast/shared/crew'
import { z } from 'zod'

const templateSchema = z.object({
  id: z.string(),
  name: z.string(),
  madeBy: z.string(),
  fromTitle: z.string(),
  currency: z.string(),
  cueCount: z.number(),
  lengthMs: z.number(),
  createdAtMs: z.number(),
})
export type Template = z.infer<typeof templateSchema>

const errorSchema = z.object({ error: z.object({ message: z.string() }) })

export type ShowChange = Partial<{
  title: string
  subtitle: string
  plannedStartMs: number
  timeZone: string
  archived: boolean
}>

/** What a producer's seat in a show may ask for. @throws Error with the sentence to show */
export function showsApi(showId: string) {
  const base = `/api/shows/${encodeURIComponent(showId)}`
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${base}${path}?as=producer`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer: unknown = await response.json().catch(() => null)
    if (!response.ok) {
      const message = errorSchema.safeParse(answer).data?.error.message
      throw new Error(message ?? 'The server cannot be reached now. Nothing was changed.')
    }
    return answer
  }
  return {
    /** @returns the path of the new show's desk */
    async make(wanted: NewShow): Promise<string> {
      const answer = await call('POST', '/shows', wanted)
      return z.object({ desk: z.string() }).parse(answer).desk
    },
    async change(change: ShowChange): Promise<void> {
      await call('PATCH', '', change)
    },
    async templates(): Promise<Template[]> {
      const answer = await call('GET', '/templates')
      return z.object({ templates: z.array(templateSchema) }).parse(answer).templates
    },
    async saveAsTemplate(name: string): Promise<void> {
      await call('POST', '/templates', { name })
    },
    async deleteTemplate(templateId: string): Promise<void> {
      await call('DELETE', `/templates/${encodeURIComponent(templateId)}`)
    },
  }
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'That did not work. Try again.'
}
