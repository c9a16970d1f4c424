import { expect, test } from 'vitest'
import { systemActor } from '@stallcast/shared/crew'
import type { BusState, SourceFacts } from '@stallcast/shared/media'
import { BusKeeper } from './bus-keeper.ts'
import { MemoryShowLog } from './testing/memory-show-log.ts'

const facts: SourceFacts[] = [
  { id: 'slate', label: 'Slate', state: 'live' },
  { id: 'cam1', label: 'Camera 1', state: 'live' },
  { id: 'cam2', label: 'Camera 2', state: 'live' },
]

async function openKeeper(log: MemoryShowLog) {
  const told: BusState[] = []
  const keeper = new BusKeeper({
    showId: 'show',
    log,
    facts: () => facts,
    onChanged: (state) => told.push(state),
    nowMs: () => 1234.5,
  })
  await keeper.load()
  const execute = (command: Parameters<BusKeeper['execute']>[0]) =>
    keeper.execute(command, systemActor)
  return { keeper, told, execute }
}

test('MD1 what was accepted is in the log before anyone is told', async () => {
  const log = new MemoryShowLog()
  const { told, execute } = await openKeeper(log)
  await execute({ type: 'bus.preview', sourceId: 'cam1' })
  await execute({ type: 'bus.take' })
  expect(log.entries.map(({ type, atMs }) => [type, atMs])).toEqual([
    ['sourcePreviewed', 1235],
    ['sourceTaken', 1235],
  ])
  expect(told.map(({ onAirSourceId }) => onAirSourceId)).toEqual(['slate', 'cam1'])
})

test('MD3 of two takes that saw the same bus, one is refused', async () => {
  const { keeper, execute } = await openKeeper(new MemoryShowLog())
  await execute({ type: 'bus.preview', sourceId: 'cam1' })
  const answers = await Promise.allSettled([
    execute({ type: 'bus.take', expectedPreviewId: 'cam1' }),
    execute({ type: 'bus.take', expectedPreviewId: 'cam1' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(keeper.state.programSourceId).toBe('cam1')
})

test('MD5 a relay that starts again finds the bus as it was', async () => {
  const log = new MemoryShowLog()
  const before = await openKeeper(log)
  await before.execute({ type: 'bus.cut', sourceId: 'cam2' })
  const after = await openKeeper(log)
  expect(after.keeper.state).toEqual(before.keeper.state)
  expect(after.keeper.rev).toBe(before.keeper.rev)
})

test('MD3 another relay that was quicker is caught up with, and its state decides', async () => {
  const log = new MemoryShowLog()
  const here = await openKeeper(log)
  const there = await openKeeper(log)
  await there.execute({ type: 'bus.cut', sourceId: 'cam2' })
  await here.execute({ type: 'bus.preview', sourceId: 'cam1' })
  expect(here.keeper.state).toMatchObject({ programSourceId: 'cam2', previewSourceId: 'cam1' })
})

test('MD5 a log that fails leaves the bus as it was', async () => {
  const log = new MemoryShowLog()
  const { keeper, told, execute } = await openKeeper(log)
  log.commit = async () => {
    throw new Error('the database is away')
  }
  await expect(execute({ type: 'bus.cut', sourceId: 'cam1' })).rejects.toThrow('database')
  expect(keeper.state.programSourceId).toBe('slate')
  expect(told).toEqual([])
})
