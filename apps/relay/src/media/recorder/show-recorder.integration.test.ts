import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseSegmentIndex, type RecordingState } from '@stallcast/shared/media'
import { LoopSource } from '../sources/loop-source.ts'
import { readLoopFile } from '../sources/loop-file.ts'
import { mutedOutlets } from '../testing/synthetic-loop.ts'
import { eventually, makeLoopFile, run } from '../testing/test-media.ts'
import { ShowRecorder } from './show-recorder.ts'

async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'stallcast-recorder-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** A camera on a clock of its own, and a recorder that writes it to `path`. */
async function setUp(path: string, resumeFreeBytes?: number) {
  const folder = await temporaryFolder()
  const file = await readLoopFile(
    await makeLoopFile(join(folder, 'cam.mp4'), { color: 'red', hz: 440, seconds: 2 }),
  )
  let nowMs = 1_000_000
  const settings = { id: 'cam', label: 'Camera', number: null, file }
  const camera = new LoopSource(settings, mutedOutlets(), nowMs)
  const states: RecordingState[] = []
  const recorder = new ShowRecorder({
    path: join(path, 'rec'),
    ...(resumeFreeBytes === undefined ? {} : { resumeFreeBytes }),
    onSegment: () => undefined,
    onState: (state) => states.push(state),
    onFailure: () => undefined,
  })
  const program = { id: 'program', label: 'Program', video: null, audio: null }
  const play = async (ms: number) => {
    for (const end = nowMs + ms; nowMs < end; nowMs += 10) {
      camera.tick(nowMs)
      recorder.tick(nowMs)
    }
    // The disk works in its own time: give it what a real second would.
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  const start = () => recorder.start(program, [camera], nowMs)
  return { recorder, states, play, start, track: join(path, 'rec', 'cam') }
}

test('MD19 a writer that dies leaves every named segment whole, and the next one begins another epoch', async () => {
  const path = await temporaryFolder()
  const first = await setUp(path)
  first.start()
  await first.play(3500)
  await eventually(
    () => readFile(join(first.track, 'e1', 'index.jsonl'), 'utf8').catch(() => ''),
    (text) => text.split('\n').length === 4,
  )
  // As a kill would: what is in memory is gone, a segment is half written, a line is torn.
  await writeFile(join(first.track, 'e1', '3.m4s.part'), 'half')
  await writeFile(join(first.track, 'e1', 'index.jsonl'), '{"epoch":1,"se', { flag: 'a' })
  const rows = parseSegmentIndex(await readFile(join(first.track, 'e1', 'index.jsonl'), 'utf8'))
  expect(rows.map((row) => row.file)).toEqual(['0.m4s', '1.m4s', '2.m4s'])
  const second = await setUp(path)
  second.start()
  await second.play(2500)
  await second.recorder.stop()
  expect((await readdir(second.track)).toSorted()).toEqual(['e1', 'e2'])
  const later = parseSegmentIndex(await readFile(join(second.track, 'e2', 'index.jsonl'), 'utf8'))
  expect(later[0]).toMatchObject({ epoch: 2, seq: 0, firstPtsTicks: 0 })
})

test('MD21 a full disk stops the recording, says so, and the recording goes on once there is space', async (context) => {
  const path = await temporaryFolder()
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', path])
  } catch {
    context.skip('a small file system can only be mounted by root')
  }
  onTestFinished(async () => {
    await run('umount', ['-l', path])
  })
  const { recorder, states, play, start, track } = await setUp(path, 200_000)
  const ballast = join(path, 'ballast')
  await writeFile(ballast, Buffer.alloc(250_000))
  start()
  const playUntil = async (phase: RecordingState['phase']) => {
    while (recorder.state.phase !== phase) await play(1000)
  }
  await playUntil('failed')
  expect(recorder.state.failure).toMatch(/disk is full/)
  const epochs = await readdir(track)
  await rm(ballast)
  await playUntil('recording')
  await play(2000)
  await recorder.stop()
  expect((await readdir(track)).length).toBe(epochs.length + 1)
  expect(states.map((state) => state.phase)).toEqual(
    expect.arrayContaining(['recording', 'failed', 'off']),
  )
  const leftovers = (await readdir(path, { recursive: true })).filter((name) =>
    name.endsWith('.part'),
  )
  expect(leftovers).toEqual([])
})
