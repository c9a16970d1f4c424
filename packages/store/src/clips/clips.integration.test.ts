import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seatActor } from '@stallcast/shared/crew'
import type { WantedClip } from '@stallcast/shared/clips'
import { createShow } from '../crew/index.ts'
import { readEvents } from '../rundown/index.ts'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import {
  clipIdOf,
  listClips,
  readClip,
  reconcileClips,
  retryClip,
  unfinishedClips,
  writeClipFailed,
  writeClipProgress,
  writeClipReady,
} from './index.ts'

let test: TestDatabase
let showId = ''
let shows = 0
const edda = { sessionId: 's', showId, role: 'editor', personName: 'Edda', tint: 0 } as const

beforeAll(async () => {
  test = await startTestDatabase()
})
afterAll(() => test.stop())
beforeEach(async () => {
  showId = `clips-${++shows}`
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Clips',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
})

const window = (fields: Partial<WantedClip> = {}): WantedClip => ({
  showId,
  markId: 'm1',
  track: 'program',
  inAtMs: 1000,
  outAtMs: 5000,
  label: 'Reveal',
  createdBy: 'Edda',
  ...fields,
})
const want = (...windows: WantedClip[]) => reconcileClips(test.database, showId, windows, 9000)
const types = async () => (await readEvents(test.database, showId, 0)).map((event) => event.type)
const stored = async (clipId: string) => {
  const clip = await readClip(test.database, clipId)
  if (!clip) throw new Error(`no clip ${clipId}`)
  return clip
}

describe('clips on PostgreSQL', () => {
  it('CL2 asks for a window once, however often it is read', async () => {
    const clipId = clipIdOf(window())
    expect(await want(window())).toEqual([{ clipId, outAtMs: 5000 }])
    expect(await want(window())).toEqual([])
    expect(await types()).toEqual(['clipRequested'])
    expect(await listClips(test.database, showId)).toMatchObject([
      { clipId, status: 'queued', progressPct: 0, videoUrl: null, createdBy: 'Edda' },
    ])
  })

  it('CL2 two relays that read one document make one clip', async () => {
    const asked = await Promise.all([want(window()), want(window()), want(window())])
    expect(asked.flat()).toHaveLength(1)
  })

  it('CL3 a changed window replaces the clip; changing back brings the old one as it was', async () => {
    await want(window())
    const old = await stored(clipIdOf(window()))
    const files = { renderHash: 'abc', durationMs: 4000, bytes: 99 }
    await writeClipReady(test.database, old, files, 9500)
    const [changed] = await want(window({ outAtMs: 6000 }))
    expect(changed?.outAtMs).toBe(6000)
    expect((await listClips(test.database, showId)).map((clip) => clip.outAtMs)).toEqual([6000])
    expect(await want(window())).toEqual([])
    expect(await listClips(test.database, showId)).toMatchObject([
      { outAtMs: 5000, status: 'ready', durationMs: 4000 },
    ])
  })

  it('CL3 an unfinished clip that comes back is rendered after all', async () => {
    const [first] = await want(window())
    await want()
    expect(await unfinishedClips(test.database, showId)).toEqual([])
    expect(await want(window())).toEqual([first])
  })

  it('CL4 a new label renames, and asks for nothing', async () => {
    await want(window())
    expect(await want(window({ label: 'First sip' }))).toEqual([])
    expect((await listClips(test.database, showId))[0]?.label).toBe('First sip')
  })

  it('CL10 progress is in the row only; ready is told once, with the way to the files', async () => {
    await want(window())
    const clip = await stored(clipIdOf(window()))
    await writeClipProgress(test.database, clip, 'rendering', 42)
    expect((await listClips(test.database, showId))[0]).toMatchObject({
      status: 'rendering',
      progressPct: 42,
    })
    const files = { renderHash: 'abc', durationMs: 4000, bytes: 99 }
    await writeClipReady(test.database, clip, files, 9500)
    await writeClipReady(test.database, clip, files, 9600)
    await writeClipProgress(test.database, clip, 'rendering', 10)
    expect(await types()).toEqual(['clipRequested', 'clipReady'])
    expect((await listClips(test.database, showId))[0]).toMatchObject({
      status: 'ready',
      progressPct: 100,
      readyAtMs: 9500,
      videoUrl: `/media/shows/${showId}/clips/${clip.clipId}/clip.mp4`,
    })
  })

  it('CL14 a failure reads as a sentence, and only a failed clip can be tried again', async () => {
    await want(window())
    const clip = await stored(clipIdOf(window()))
    const retry = () => retryClip(test.database, showId, clip.clipId, seatActor(edda), 9900)
    expect(await retry()).toBe(false)
    await writeClipFailed(test.database, clip, { code: 'clip.not-recorded', params: {} }, 9700)
    expect((await listClips(test.database, showId))[0]).toMatchObject({
      status: 'failed',
      failure: 'Nothing was recorded between these marks.',
    })
    expect(await retry()).toBe(true)
    expect(await unfinishedClips(test.database, showId)).toHaveLength(1)
    expect(await types()).toEqual(['clipRequested', 'clipFailed', 'clipRequested'])
    await expect(
      retryClip(test.database, 'other', clip.clipId, seatActor(edda), 9900),
    ).rejects.toMatchObject({ code: 'clip.unknown' })
  })
})
