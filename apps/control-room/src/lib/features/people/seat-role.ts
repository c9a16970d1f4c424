import { z } from 'zod'

const errorSchema = z.object({ error: z.object({ message: z.string() }) })

/** Gives a person's seat another role. @returns the refusal as a sentence, null when it was done */
export async function changeRole(
  showId: string,
  sessionId: string,
  role: string,
): Promise<string | null> {
  const unreachable = 'The show cannot be reached at the moment. Nothing was changed.'
  try {
    const response = await fetch(
      `/api/shows/${encodeURIComponent(showId)}/seats/${encodeURIComponent(sessionId)}?as=producer`,
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ role }),
      },
    )
    if (response.ok) return null
    const answer: unknown = await response.json().catch(() => null)
    return errorSchema.safeParse(answer).data?.error.message ?? unreachable
  } catch {
    return unreachable
  }
}
