import { z } from 'zod'

const answerSchema = z.object({
  file: z.object({
    id: z.string(),
    name: z.string(),
    mime: z.string(),
    sizeBytes: z.number().int(),
  }),
})
const refusalSchema = z.object({ error: z.object({ message: z.string() }) })

export type UploadedFile = z.infer<typeof answerSchema>['file']

/** Keeps a file with the show. @throws Error with the sentence to show */
export async function uploadFile(
  place: { showId: string; role: string },
  file: File,
  options: { image?: boolean } = {},
): Promise<UploadedFile> {
  const query = `as=${place.role}${options.image ? '&image=1' : ''}`
  const answer = await fetch(`/api/shows/${place.showId}/files?${query}`, {
    method: 'POST',
    body: file,
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(file.name),
    },
  }).catch(() => null)
  const body: unknown = await answer?.json().catch(() => null)
  if (!answer?.ok) {
    throw new Error(
      refusalSchema.safeParse(body).data?.error.message ??
        'The file could not be sent. Check the network, then try again.',
    )
  }
  return answerSchema.parse(body).file
}

/** Where a file of the show is opened. */
export function fileHref(place: { showId: string; role: string }, fileId: string): string {
  return `/api/shows/${place.showId}/files/${fileId}?as=${place.role}`
}
