import type { Role } from '@stallcast/shared/crew'
import type { ShowCard } from '@stallcast/shared/protocol'

/** A show that this browser has seats in. */
export type ShowEntry = {
  show: ShowCard
  phase: string
  rehearsal: boolean
  archived: boolean
  seats: readonly { role: Role; name: string; href: string }[]
}

export type ShowStandingWord = 'on air' | 'rehearsal' | 'planned' | 'past' | 'ended'

/** A show that was planned this long ago and never began will not begin any more. */
const pastAfterMs = 12 * 3_600_000

export function standingOf(entry: ShowEntry, nowMs: number): ShowStandingWord {
  if (entry.phase === 'running' || entry.phase === 'held') return 'on air'
  if (entry.rehearsal) return 'rehearsal'
  if (entry.phase === 'ended') return 'ended'
  return entry.show.plannedStartMs < nowMs - pastAfterMs ? 'past' : 'planned'
}

/** On air first, then rehearsals, then what is to come, the next one first; then what was, the latest first. */
export function sortShows(entries: readonly ShowEntry[], nowMs: number): ShowEntry[] {
  const rank: Record<ShowStandingWord, number> = {
    'on air': 0,
    rehearsal: 1,
    planned: 2,
    ended: 3,
    past: 3,
  }
  return entries.toSorted((a, b) => {
    const [first, second] = [rank[standingOf(a, nowMs)], rank[standingOf(b, nowMs)]]
    if (first !== second) return first - second
    const sooner = a.show.plannedStartMs - b.show.plannedStartMs
    return first === 3 ? -sooner : sooner
  })
}

/** Every word of the search stands somewhere in title or subtitle, accents and case aside. */
export function findShows(entries: readonly ShowEntry[], search: string): ShowEntry[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return entries.filter(({ show }) => {
    const text = plain(`${show.title} ${show.subtitle}`)
    return words.every((word) => text.includes(word))
  })
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
