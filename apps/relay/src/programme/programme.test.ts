import {
  cueSchema,
  idleClock,
  newCueFields,
  planRundown,
  rundownOrder,
  settingsSchema,
  type ProgrammeState,
} from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { ProgrammeService } from './index.ts'

it('VW36 the public is told at once of what changes, and nothing twice', async () => {
  const told: ProgrammeState[] = []
  let title = 'Welcome'
  const service = new ProgrammeService({
    async read() {
      const fields = newCueFields({ order: 'a0', createdAt: 0, announced: true })
      const cue = cueSchema.parse({ id: 'a', title, notes: '', script: '', ...fields })
      const rows = rundownOrder([cue], [])
      const show = { startMs: 0, timeZone: 'UTC' }
      return { rows, plan: planRundown(rows, settingsSchema.parse({}), show) }
    },
    clock: () => idleClock,
    publish: (_showId, _domain, state) => told.push(state),
    now: () => 0,
    log: { error: (fields) => expect(fields).toBeUndefined() },
  })
  await service.open('s')
  await service.open('s')
  expect(told.map((state) => state.entries[0]?.title)).toEqual(['Welcome'])
  title = 'Welcome to the harbour'
  await service.open('s')
  expect(told.map((state) => state.entries[0]?.title)).toEqual([
    'Welcome',
    'Welcome to the harbour',
  ])
  service.close()
})
