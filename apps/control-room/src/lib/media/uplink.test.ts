import { describe, expect, it } from 'vitest'
import { readUplink } from './uplink.ts'

function report(...stats: Record<string, unknown>[]) {
  return new Map(stats.map((stat, index) => [String(index), stat])) as unknown as RTCStatsReport
}

describe('uplink', () => {
  const video = { type: 'outbound-rtp', kind: 'video', frameWidth: 1280, frameHeight: 720 }

  it('takes the rate from two readings, in kilobits a second', () => {
    const first = readUplink(report({ ...video, bytesSent: 1_000, timestamp: 10_000 }), null)
    expect(first.bitrateKbps).toBeNull()
    const second = readUplink(
      report({ ...video, bytesSent: 951_000, timestamp: 12_000 }),
      first.raw,
    )
    expect(second).toMatchObject({ bitrateKbps: 3_800, width: 1280, height: 720 })
  })

  it('reads loss and round trip from the far end, and does not invent them', () => {
    const far = {
      type: 'remote-inbound-rtp',
      kind: 'video',
      fractionLost: 0.002,
      roundTripTime: 0.031,
    }
    expect(readUplink(report(video, far), null)).toMatchObject({ lossPct: 0.2, roundTripMs: 31 })
    expect(readUplink(report(video), null)).toMatchObject({ lossPct: null, roundTripMs: null })
  })

  it('leaves the sound out', () => {
    const sound = { type: 'outbound-rtp', kind: 'audio', bytesSent: 9_999, timestamp: 1 }
    expect(readUplink(report(sound), null).raw.bytesSent).toBe(0)
  })
})
