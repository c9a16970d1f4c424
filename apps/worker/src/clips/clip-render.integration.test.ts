import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SegmentRow } from '@stallcast/shared/media'
import { clipIdOf, listClips, reconcileClips } from '@stallcast/store/clips'
import { createShow } from '@stallcast/store/crew'
import { createQueues, type Queues } from '@stallcast/store/queues'
import { readEvents } from '@stallcast/store/rundown'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { registerClipJobs } from './index.ts'
import { recordEpoch, writeIndex } from './testing/recording-fixture.ts'
import { readNumbers } from './testing/numbered-picture.ts'

const t0 = Date.now() - 60_000
let test: TestDatabase
let queues: Queues
let folder = ''
let slowFfmpeg = ''
let mediaDir = ''
let showId = ''
let rows: SegmentRow[] = []
let open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  test = await startTestDatabase()
  queues = createQueues({ databaseUrl: test.url })
  folder = mkdtempSync(join(tmpdir(), 'stallcast-clipjob-'))
  // Reads its input no faster than it was recorded: slow enough to be caught in the middle.
  slowFfmpeg = join(folder, 'slow-ffmpeg')
  writeFileSync(slowFfmpeg, '#!/bin/sh\nexec ffmpeg -re "$@"\n')
  chmodSync(slowFfmpeg, 0o755)
})
afterAll(async () => {
  await queues.close()
  await test.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  showId = `job-${Math.random().toString(36).slice(2)}`
  mediaDir = join(folder, showId)
  open = []
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Clips',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
  rows = recordEpoch(track(), {
    epoch: 1,
    startAtMs: t0,
    frames: 500,
    width: 320,
    height: 180,
    firstNumber: 0,
  })
})
afterEach(async () => {
  for (const each of open) await each.close()
})

const track = () => join(mediaDir, 'shows', showId, 'rec', 'program')
const clipsFolder = () => join(mediaDir, 'shows', showId, 'clips')
const clip = async () => (await listClips(test.database, showId))[0]
const status = async () => (await clip())?.status
const eventTypes = async () =>
  (await readEvents(test.database, showId, 0)).map((event) => event.type)

async function work(ffmpegPath = 'ffmpeg', patienceMs = 5000) {
  const worker = await registerClipJobs({
    database: test.database,
    queues,
    queueConfig: { databaseUrl: test.url },
    mediaDir,
    ffmpegPath,
    ffprobePath: 'ffprobe',
    now: Date.now,
    log: { warn: () => undefined },
    patienceMs,
  })
  open.push(worker)
  return worker
}

async function ask(inMs: number, outMs: number): Promise<string> {
  const window = {
    showId,
    markId: 'm1',
    track: 'program',
    inAtMs: t0 + inMs,
    outAtMs: t0 + outMs,
    label: 'Reveal',
    createdBy: 'Edda',
  }
  await reconcileClips(test.database, showId, [window], Date.now())
  const clipId = clipIdOf(window)
  await queues.add('clip-render', clipId, { clipId })
  return clipId
}

/** Exactly one render, whole: nothing half made beside it. */
function expectOneRender(frames: number[]): void {
  const [hash, ...others] = readdirSync(clipsFolder())
  expect(others).toEqual([])
  const render = join(clipsFolder(), hash ?? '')
  expect(readdirSync(render).toSorted()).toEqual(['clip.mp4', 'poster.jpg'])
  expect(readNumbers(join(render, 'clip.mp4'))).toEqual(frames)
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

describe('the clip job', () => {
  it('CL10 CL11 waits for the recording, renders, and tells it once', async () => {
    writeIndex(track(), rows.slice(0, 3))
    await ask(2000, 6000)
    await work()
    await expect.poll(status, { timeout: 10_000 }).toBe('waiting')
    writeIndex(track(), rows.slice(3))
    await expect.poll(status, { timeout: 20_000 }).toBe('ready')
    expect(await clip()).toMatchObject({ durationMs: 4000, progressPct: 100, failure: null })
    expect(await eventTypes()).toEqual(['clipRequested', 'clipReady'])
    expectOneRender(range(50, 100))
  })

  it('CL11 CL14 fails with a reason when nothing was recorded', async () => {
    await ask(2000, 6000)
    await work('ffmpeg', 100)
    await expect.poll(status, { timeout: 10_000 }).toBe('failed')
    expect((await clip())?.failure).toBe('Nothing was recorded between these marks.')
    expect(await eventTypes()).toEqual(['clipRequested', 'clipFailed'])
  })

  it('CL5 leaves a clip alone that nobody asks for any more', async () => {
    writeIndex(track(), rows)
    const clipId = await ask(2000, 4000)
    await reconcileClips(test.database, showId, [], Date.now())
    await work()
    await queues.add('clip-render', 'clip-after', { clipId: 'clip-after' })
    await expect.poll(() => jobIsDone('clip-after'), { timeout: 10_000 }).toBe(true)
    expect(await jobIsDone(clipId)).toBe(true)
    expect(await eventTypes()).toEqual(['clipRequested'])
  })

  it('CL13 a worker that stops gives its clip back, and another finishes it', async () => {
    writeIndex(track(), rows)
    await ask(1000, 19_000)
    const first = await work(slowFfmpeg)
    await expect
      .poll(async () => (await clip())?.progressPct, { timeout: 20_000 })
      .toBeGreaterThan(5)
    await first.close()
    expect(await status()).toBe('queued')
    expect(readdirSync(clipsFolder())).toEqual([])
    expect(encodersOf(mediaDir)).toEqual([])
    await work()
    await expect.poll(status, { timeout: 40_000 }).toBe('ready')
    expect(await eventTypes()).toEqual(['clipRequested', 'clipReady'])
    expectOneRender(range(25, 450))
  })

  it('CL12 a worker that is killed leaves nothing half made, and another finishes its clip', async () => {
    writeIndex(track(), rows)
    await ask(1000, 19_000)
    const script = new URL('./testing/clip-worker.ts', import.meta.url)
    const killed = fork(script, [test.url, mediaDir, slowFfmpeg], { stdio: 'ignore' })
    await expect
      .poll(async () => (await clip())?.progressPct, { timeout: 30_000 })
      .toBeGreaterThan(5)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    expect(encodersOf(mediaDir)).toHaveLength(1)
    await work()
    await expect.poll(status, { timeout: 50_000 }).toBe('ready')
    expect(encodersOf(mediaDir)).toEqual([])
    expect(await eventTypes()).toEqual(['clipRequested', 'clipReady'])
    expectOneRender(range(25, 450))
  })

  // A small disk of its own, which only root may mount.
  describe.skipIf(process.getuid?.() !== 0)('on a full disk', () => {
    afterEach(() => execFileSync('umount', [clipsFolder()]))

    it.each([
      ['the recording cannot be copied', 0],
      ['the clip cannot be written', 24],
    ])('CL12 CL14 says so and leaves nothing: %s', async (_, spareKb) => {
      const copyKb = Math.ceil(rows.reduce((sum, row) => sum + row.bytes, 0) / 1024)
      mkdirSync(clipsFolder(), { recursive: true })
      const size = spareKb === 0 ? 32 : copyKb + 16 + spareKb
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', clipsFolder()])
      writeIndex(track(), rows)
      await ask(0, 20_000)
      await work()
      await expect.poll(status, { timeout: 30_000 }).toBe('failed')
      expect((await clip())?.failure).toBe(
        'The clip could not be rendered: the disk is full. It can be tried again.',
      )
      expect(readdirSync(clipsFolder())).toEqual([])
    })
  })
})

async function jobIsDone(jobId: string): Promise<boolean> {
  try {
    // A job that is done can be added again only once it is forgotten; one in hand cannot be forgotten.
    await queues.forget('clip-render', jobId)
    return true
  } catch {
    return false
  }
}

/** Process ids of encoders that work below a folder. */
function encodersOf(path: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!Number.isInteger(pid)) return false
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return command.startsWith('ffmpeg') && command.includes(path)
      } catch {
        return false
      }
    })
}
