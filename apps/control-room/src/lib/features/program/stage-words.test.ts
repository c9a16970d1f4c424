import type { StageMessage } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { addressees, seenText, targetText } from './stage-words.ts'

const t0 = Date.UTC(2027, 4, 14, 19, 24, 12)

it('DK12 a message can go to all, a role, or whoever else is here', () => {
  const crew = [
    { sessionId: 'me', name: 'Pia', role: 'producer', tint: 0 },
    { sessionId: 'g', name: 'Gus', role: 'guest', tint: 1 },
  ]
  const found = addressees(crew, 'me')
  expect(found[0]?.to).toEqual({ kind: 'all' })
  expect(found.some(({ to }) => to.kind === 'role' && to.role === 'host')).toBe(true)
  expect(found.filter(({ to }) => to.kind === 'person')).toEqual([
    { key: 'g', label: 'Gus, guest', to: { kind: 'person', sessionId: 'g' } },
  ])
})

it('DK13 tells who has seen a message and when, the latest first', () => {
  const by = (name: string) => ({ sessionId: name, role: 'host' as const, name })
  const message = {
    acknowledged: [
      { by: by('Mara'), atMs: t0 },
      { by: by('Gus'), atMs: t0 + 3_000 },
    ],
  } as StageMessage
  expect(seenText(message, 'UTC')).toBe('Seen by Gus 19:24:15, Seen by Mara 19:24:12')
  expect(seenText({ ...message, acknowledged: [] }, 'UTC')).toBeNull()
  expect(targetText({ kind: 'role', role: 'guest' })).toBe('all guests')
})
