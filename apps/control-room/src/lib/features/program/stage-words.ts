import type { Role } from '@stallcast/shared/crew'
import type { LiveState } from '@stallcast/shared/protocol'
import type { StageAddress, StageMessage, StageTarget } from '@stallcast/shared/rundown'
import { clockText } from '#lib/ui/time-text.ts'

/** What is said to a stage every night. */
export const readyMessages = [
  'Wrap this in 60 seconds',
  '30 seconds',
  'Wrap up now',
  'Stretch, please',
  'Speak up',
  'Look at the camera',
] as const

const roleNames: Partial<Record<Role, string>> = {
  host: 'Host',
  producer: 'Producer',
  editor: 'Editor',
  finance: 'Finance',
  guest: 'All guests',
  observer: 'All view links',
}

export type Addressee = { key: string; label: string; to: StageAddress }

/** Whom a message can go to: all, a role, or somebody who is here. */
export function addressees(
  people: NonNullable<LiveState['audience']>['crew'],
  ownSessionId: string | null,
): Addressee[] {
  const roles = Object.entries(roleNames).map(([role, label]): Addressee => {
    return {
      key: `role:${role}`,
      label,
      to: { kind: 'role', role: role as Exclude<Role, 'viewer'> },
    }
  })
  const persons = people
    .filter(({ sessionId }) => sessionId !== ownSessionId)
    .map(({ sessionId, name, role }): Addressee => {
      return { key: sessionId, label: `${name}, ${role}`, to: { kind: 'person', sessionId } }
    })
  return [{ key: 'all', label: 'Everyone', to: { kind: 'all' } }, ...roles, ...persons]
}

export function targetText(to: StageTarget): string {
  if (to.kind === 'all') return 'everyone'
  return to.kind === 'person' ? to.name : (roleNames[to.role] ?? to.role).toLowerCase()
}

/** `Seen by Mara 19:24:12`, the latest first; null while nobody has said so. */
export function seenText({ acknowledged }: StageMessage, timeZone: string): string | null {
  if (acknowledged.length === 0) return null
  return acknowledged
    .map(({ by, atMs }) => `Seen by ${by.name} ${clockText(atMs, timeZone)}`)
    .toReversed()
    .join(', ')
}
