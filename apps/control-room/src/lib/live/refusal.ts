import type { ErrorView } from '@stallcast/shared/kernel'
import { z } from 'zod'

const viewSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  message: z.string(),
})

/** What a gateway puts into the `data` of a refused connection; null when it was only the network. */
export function refusalOf(error: unknown): ErrorView | null {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null
  const parsed = viewSchema.safeParse(data)
  return parsed.success ? (parsed.data as ErrorView) : null
}

/** Coming back with the same seat would be refused again. */
export function isRefusal(code: string): boolean {
  return code.startsWith('auth.') || code === 'show.unknown'
}

/** Reasons for which nothing was kept that no server gives; shaped like those that one does. */
export const roleChanged = JSON.stringify({ code: 'auth.role-changed' })
export const seatReplaced = JSON.stringify({ code: 'seat.replaced' })
export const serverRestored = JSON.stringify({ code: 'collab.restored' })

const reasonSchema = z.object({ path: z.string().optional() })

/** The place whose edit was refused, if the reason names one. */
export function refusedPath(reason: string): string | undefined {
  try {
    return reasonSchema.safeParse(JSON.parse(reason)).data?.path
  } catch {
    return undefined
  }
}
