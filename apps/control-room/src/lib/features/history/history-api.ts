import {
  documentVersionSchema,
  historyPageSchema,
  namedVersionSchema,
  type DocumentKind,
  type DocumentVersion,
  type HistoryPage,
  type NamedVersion,
} from '@stallcast/shared/rundown'
import { z } from 'zod'

const errorSchema = z.object({ error: z.object({ message: z.string() }) })
const unreachable = 'The history cannot be reached at the moment.'
const namesSchema = z.object({ versions: z.array(namedVersionSchema) })

export type HistoryFilter = {
  path?: string
  cue?: string
  field?: string
  person?: string
  before?: string
  limit?: number
}

/** The history of one document. Every call @throws Error with the sentence to show. */
export function historyApi(showId: string, role: string, kind: DocumentKind = 'rundown') {
  const base = `/api/shows/${encodeURIComponent(showId)}/history`
  const call = async (
    path: string,
    query: Record<string, string | number | undefined> = {},
    options: RequestInit = {},
  ): Promise<unknown> => {
    const given = Object.entries({ as: role, kind, ...query })
    const said = given.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    )
    const response = await fetch(`${base}${path}?${new URLSearchParams(said)}`, options).catch(
      () => null,
    )
    const answer: unknown = await response?.json().catch(() => null)
    if (!response?.ok) {
      throw new Error(errorSchema.safeParse(answer).data?.error.message ?? unreachable)
    }
    return answer
  }
  const write = (method: string, body?: unknown): RequestInit => ({
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })

  return {
    async page(filter: HistoryFilter): Promise<HistoryPage> {
      return historyPageSchema.parse(await call('', filter))
    },
    async writers(): Promise<string[]> {
      const schema = z.object({ writers: z.array(z.string()) })
      return schema.parse(await call('/writers')).writers
    },
    /** @param at an edit, or a time (epoch ms) */
    async version(at: { seq: number } | { at: number }): Promise<DocumentVersion> {
      const schema = z.object({ version: documentVersionSchema })
      return schema.parse(await call('/version', at)).version
    },
    async names(): Promise<NamedVersion[]> {
      return namesSchema.parse(await call('/names')).versions
    },
    async name(name: string, seq?: number): Promise<NamedVersion[]> {
      const wanted = { kind, name, ...(seq !== undefined && { seq }) }
      return namesSchema.parse(await call('/names', {}, write('POST', wanted))).versions
    },
    async unname(id: string): Promise<NamedVersion[]> {
      const path = `/names/${encodeURIComponent(id)}`
      return namesSchema.parse(await call(path, {}, write('DELETE'))).versions
    },
  }
}

export type HistoryApi = ReturnType<typeof historyApi>
