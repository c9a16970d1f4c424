import { invitedRoles, viewGrantSchema, type Role, type ViewGrant } from '@stallcast/shared/crew'
import { z } from 'zod'

const inviteSchema = z.object({
  id: z.string(),
  role: z.enum(invitedRoles),
  label: z.string(),
  expiresAtMs: z.number(),
  revokedAtMs: z.number().nullable(),
  link: z.url(),
  /** What an observer's link lets see and write. */
  view: viewGrantSchema.nullable(),
})
export type InviteView = z.infer<typeof inviteSchema>

const listSchema = z.object({ invites: z.array(inviteSchema) })
const oneSchema = z.object({ invite: inviteSchema })
const errorSchema = z.object({ error: z.object({ message: z.string() }) })

/** The producer's links. Each call answers with the list as it is afterwards. @throws Error with the sentence to show */
export function inviteApi(showId: string) {
  const base = `/api/shows/${encodeURIComponent(showId)}/invites`
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${base}${path}?as=producer`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer: unknown = await response.json().catch(() => null)
    if (!response.ok) {
      throw new Error(
        errorSchema.safeParse(answer).data?.error.message ?? 'The links cannot be reached now.',
      )
    }
    return answer
  }
  const list = async (): Promise<InviteView[]> => listSchema.parse(await call('GET', '')).invites

  return {
    list,
    async create(role: Exclude<Role, 'viewer' | 'observer'>, label: string): Promise<InviteView[]> {
      await call('POST', '', { role, label, hours: 48 })
      return list()
    },
    /** @returns the link, ready to be sent */
    async createView(label: string, hours: number, view: ViewGrant): Promise<InviteView> {
      return inviteOf(await call('POST', '', { role: 'observer', label, hours, view }))
    },
    /** What is open with this link changes at once. */
    async changeView(inviteId: string, view: ViewGrant): Promise<InviteView> {
      return inviteOf(await call('PATCH', `/${encodeURIComponent(inviteId)}`, { view }))
    },
    async revoke(inviteId: string): Promise<InviteView[]> {
      await call('DELETE', `/${encodeURIComponent(inviteId)}`)
      return list()
    },
  }
}

function inviteOf(answer: unknown): InviteView {
  return oneSchema.parse(answer).invite
}

export function standingInvites(invites: readonly InviteView[], nowMs: number): InviteView[] {
  return invites.filter((invite) => invite.revokedAtMs === null && invite.expiresAtMs > nowMs)
}
