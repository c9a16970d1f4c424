import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Seat } from '@stallcast/shared/crew'
import { MemoryShowLog } from './testing/memory-show-log.ts'
import { eventually, makeLoopFile, startTestMedia } from './testing/test-media.ts'

const producer: Seat = {
  sessionId: 's1',
  showId: 'show',
  role: 'producer',
  personName: 'Pat',
  tint: 0,
}

async function startWithCamera(log: MemoryShowLog) {
  const stage = await startTestMedia(log)
  onTestFinished(() => stage.close())
  const { service } = stage.media
  const file = await makeLoopFile(join(stage.dataDir, 'cam.mp4'), { color: 'red', hz: 440 })
  const addCamera = () =>
    service.registerLoop('show', { id: 'cam', label: 'Camera', number: 1, file })
  return { stage, service, addCamera }
}

test('MD5 after a restart what was on air is on air again, without an entry in the log', async () => {
  const log = new MemoryShowLog()
  const first = await startWithCamera(log)
  await first.addCamera()
  await eventually(
    () => first.stage.published.sources?.find(({ id }) => id === 'cam')?.state,
    (state) => state === 'live',
  )
  await first.service.execute(producer, { type: 'bus.cut', sourceId: 'cam' })
  await first.stage.media.close()
  const second = await startWithCamera(log)
  await second.addCamera()
  const show = await second.service.openShow('show')
  await eventually(
    () => show.bus.onAir?.id,
    (id) => id === 'cam',
  )
  expect(log.entries.map(({ type }) => type)).toEqual(['sourceTaken'])
})

test('MD12 a source that does not come back after a restart is logged as lost, and the slate stands', async () => {
  const log = new MemoryShowLog()
  await log.commit(
    'show',
    'bus',
    0,
    { previewSourceId: null, programSourceId: 'cam', onAirSourceId: 'cam', takenAtMs: 1 },
    [],
  )
  const { stage, service, addCamera } = await startWithCamera(log)
  await service.openShow('show')
  await eventually(
    () => stage.published.bus?.onAirSourceId,
    (id) => id === 'slate',
  )
  expect(log.entries.map(({ type }) => type)).toEqual(['sourceLost', 'slateShown'])
  await addCamera()
  await eventually(
    () => stage.published.bus?.onAirSourceId,
    (id) => id === 'cam',
  )
})
