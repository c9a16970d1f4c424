import { errorText } from '@stallcast/shared/kernel'
import type { ViewLookups } from '@stallcast/shared/rundown'
import type { CellContext } from '#lib/features/columns/index.ts'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { z } from 'zod'

/** What ids in cells stand for on this desk. */
export function lookupsOf(desk: Desk): ViewLookups {
  return {
    sources: desk.live.sources.map(({ id, number, label }) => ({
      value: id,
      label: number === null ? label : `${number} ${label}`,
    })),
    products: desk.products.map(({ id, title }) => ({ value: id, label: title })),
    groups: desk.rundown.groups.map(({ id, title }) => ({
      value: id,
      label: title || 'Untitled group',
    })),
  }
}

const answerSchema = z.object({
  file: z.object({ id: z.string() }).optional(),
  error: z.object({ message: z.string() }).optional(),
})

export function cellContext(desk: Desk): CellContext {
  const files = `/api/shows/${encodeURIComponent(desk.showId)}/files`
  return {
    get currency() {
      return desk.currency
    },
    get people() {
      const names = (desk.live.audience?.crew ?? []).map((person) => person.name)
      return [...new Set(names)].toSorted()
    },
    fileUrl: (fileId) => `${files}/${encodeURIComponent(fileId)}?as=${desk.role}`,
    async uploadImage(file) {
      const answer = await fetch(`${files}?as=${desk.role}&image=1`, {
        method: 'POST',
        body: file,
        headers: { 'x-file-name': encodeURIComponent(file.name || 'picture') },
      })
      const { file: kept, error } = answerSchema.parse(await answer.json())
      if (!kept) throw new Error(error?.message ?? errorText('internal'))
      return kept.id
    },
  }
}
