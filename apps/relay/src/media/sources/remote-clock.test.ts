import { expect, test } from 'vitest'
import { StreamClock } from '../rtp/stream-clock.ts'
import { RemoteClock } from './remote-clock.ts'

const ntpUnixOffsetS = 2_208_988_800

/** A sender whose wall clock is 7 s ahead of ours and whose picture takes 90 ms longer than its sound. */
function setUp() {
  const remote = new RemoteClock()
  const picture = new StreamClock(90_000)
  const sound = new StreamClock(48_000)
  const streams = { picture: remote.stream(picture), sound: remote.stream(sound) }
  const ahead = 7000
  const report = (capturedAtMs: number, rtpTs: number) => {
    const atMs = capturedAtMs + ahead
    const seconds = Math.floor(atMs / 1000)
    const ntpFrac = Math.floor(((atMs % 1000) / 1000) * 2 ** 32)
    return { ntpSec: seconds + ntpUnixOffsetS, ntpFrac, rtpTs }
  }
  const send = (fromMs: number, toMs: number) => {
    for (let atMs = fromMs; atMs < toMs; atMs += 20) {
      streams.picture.onPacket(atMs * 90, atMs + 110)
      streams.sound.onPacket(atMs * 48, atMs + 20)
    }
  }
  return { picture, sound, streams, report, send }
}

test('MD20 picture and sound of a sender keep their true distance, whatever their delays', () => {
  const { picture, sound, streams, report, send } = setUp()
  send(10_000, 11_000)
  expect((picture.atMs(10_500 * 90) ?? 0) - (sound.atMs(10_500 * 48) ?? 0)).toBeCloseTo(90, 0)
  streams.picture.onReport(report(11_000, 11_000 * 90))
  streams.sound.onReport(report(11_000, 11_000 * 48))
  send(11_000, 12_000)
  streams.picture.onReport(report(12_000, 12_000 * 90))
  streams.sound.onReport(report(12_000, 12_000 * 48))
  expect((picture.atMs(12_500 * 90) ?? 0) - (sound.atMs(12_500 * 48) ?? 0)).toBeCloseTo(0, 0)
  expect(sound.atMs(12_500 * 48)).toBeCloseTo(12_520, 0)
})

test('MD20 a report that cannot be true is not believed', () => {
  const { picture, streams, report, send } = setUp()
  send(10_000, 11_000)
  streams.picture.onReport(report(11_000, 11_000 * 90))
  send(11_000, 12_000)
  streams.picture.onReport(report(60_000, 12_000 * 90))
  const at = picture.atMs(12_000 * 90) ?? 0
  expect(at).toBeGreaterThan(11_990)
  expect(at).toBeLessThan(12_200)
})
