import type { CellContext } from '#lib/features/columns/index.ts'
import { z } from 'zod'
import type { ShowView } from './show-view.state.svelte.ts'

const uploadedSchema = z.object({ file: z.object({ id: z.string() }) })
const errorSchema = z.object({ error: z.object({ message: z.string() }) })

/** What cells need to know of the show that a view stands on. */
export function cellContext(view: ShowView): CellContext {
  const files = `/api/shows/${encodeURIComponent(view.seat.showId)}/files`
  const as = `as=${encodeURIComponent(view.claim)}`
  return {
    get currency() {
      return view.currency
    },
    get people() {
      return view.live.audience?.crew.map(({ name }) => name) ?? []
    },
    fileUrl: (fileId) => `${files}/${encodeURIComponent(fileId)}?${as}`,
    async uploadImage(file) {
      const response = await fetch(`${files}?image=1&${as}`, {
        method: 'POST',
        body: file,
        headers: { 'x-file-name': encodeURIComponent(file.name) },
      })
      const answer: unknown = await response.json().catch(() => null)
      if (response.ok) return uploadedSchema.parse(answer).file.id
      throw new Error(
        errorSchema.safeParse(answer).data?.error.message ?? 'The picture was not taken.',
      )
    },
  }
}
