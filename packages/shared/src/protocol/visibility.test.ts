import { expect, it } from 'vitest'
import type { Role, Seat } from '../crew/index.ts'
import { emptyStage, type StageState, type StageTarget } from '../rundown/index.ts'
import { seatState, seesDomain } from './visibility.ts'

const seat = (role: Role, sessionId: string = role): Seat => ({
  sessionId,
  showId: 's',
  role,
  personName: role,
  tint: 0,
})
const message = (id: string, to: StageTarget): StageState['messages'][number] => ({
  id,
  text: id,
  secondary: null,
  blink: false,
  to,
  sentAtMs: 1,
  sentBy: { sessionId: 'p', role: 'producer', name: 'Pia' },
  acknowledged: [],
  clearedAtMs: null,
})

it('RD58 the public never sees a rehearsal, the timers or the stage', () => {
  const hidden = (['rehearsal', 'timers', 'stage'] as const).map((domain) => [
    seesDomain('viewer', domain),
    seesDomain('guest', domain),
    seesDomain('observer', domain),
  ])
  expect(hidden).toEqual(Array.from({ length: 3 }, () => [false, true, true]))
})

it('RD65 a guest is sent what is for guests, for it, or for all; the crew is sent everything', () => {
  const stage: StageState = {
    ...emptyStage,
    messages: [
      message('all', { kind: 'all' }),
      message('host', { kind: 'role', role: 'host' }),
      message('guests', { kind: 'role', role: 'guest' }),
      message('gus', { kind: 'person', sessionId: 'g1', name: 'Gus' }),
    ],
  }
  const seen = (who: Seat) => seatState(who, 'stage', stage).messages.map(({ id }) => id)
  expect(seen(seat('guest', 'g1'))).toEqual(['all', 'guests', 'gus'])
  expect(seen(seat('guest', 'g2'))).toEqual(['all', 'guests'])
  expect(seen(seat('observer'))).toEqual(['all'])
  expect(seen(seat('editor'))).toHaveLength(4)
})
