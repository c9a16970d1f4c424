import { describe, expect, it } from 'vitest'
import { PacketFan } from '../rtp/feed.ts'
import { rtpHeaderBytes } from '../rtp/packet.ts'
import { addSequence } from '../rtp/sequence.ts'
import { StreamClock } from '../rtp/stream-clock.ts'
import { SourceMonitor } from './source-monitor.ts'

function camera() {
  const source = {
    id: 'cam',
    kind: 'browser' as const,
    label: 'Cam',
    wantedNumber: null,
    ownerSessionId: null,
    video: new PacketFan('video', new StreamClock(90_000)),
    audio: null,
    pictureSize: { width: 640, height: 360 },
    producerId: () => null,
    audioLevelDb: () => null,
  }
  return { source, monitor: new SourceMonitor(source, 0) }
}

/** Sends `count` packets from `first` on, evenly from `fromMs` for a second, without those in `missing`. */
function send(fan: PacketFan, first: number, count: number, fromMs: number, missing = 0): void {
  for (let at = missing; at < count; at++) {
    const header = {
      marker: true,
      payloadType: 106,
      sequence: addSequence(first, at),
      timestamp: at,
      ssrc: 1,
      payloadStart: rtpHeaderBytes,
      payloadEnd: rtpHeaderBytes + 1,
    }
    fan.emit(Buffer.alloc(rtpHeaderBytes + 1, 0x65), header, fromMs + (at * 999) / count)
  }
}

describe('the loss of a source', () => {
  it('MD26 counts what is missing, also over the end of the number space', () => {
    const { source, monitor } = camera()
    send(source.video, 65_500, 1, 0)
    send(source.video, 65_501, 99, 10, 10)
    monitor.look(1000)
    expect(monitor.stats.lossPct).toBe(10)
  })

  it('MD26 takes another track, whose numbers begin elsewhere, for no loss', () => {
    const { source, monitor } = camera()
    send(source.video, 100, 50, 0)
    source.video = new PacketFan('video', new StreamClock(90_000))
    monitor.attach()
    send(source.video, 30_000, 50, 500)
    monitor.look(1000)
    expect(monitor.stats.lossPct).toBe(0)
  })

  it('MD26 takes a sender that numbers anew for no loss, forwards and backwards', () => {
    for (const restartsAt of [30_000, 60_000]) {
      const { source, monitor } = camera()
      send(source.video, 100, 50, 0)
      send(source.video, restartsAt, 50, 500)
      monitor.look(1600)
      expect(monitor.stats.lossPct).toBe(0)
    }
  })
})
