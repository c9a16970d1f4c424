import { randomInt } from 'node:crypto'
import { PacketFan } from '../rtp/feed.ts'
import { writeSenderReport } from '../rtp/rtcp.ts'
import { StreamClock } from '../rtp/stream-clock.ts'
import type { MediaSource } from '../sources/media-source.ts'
import { StreamSwitch, type ProgramOutlet } from './stream-switch.ts'

/** Opus, 20 ms of digital silence in stereo (code 0, CELT fullband). */
const silentPacket = Buffer.of(0xfc, 0xff, 0xfe)
const opusTicks = 960
const opusMs = 20
const silenceAfterMs = 200
const keyFrameRetryMs = 300
const pictureRefreshMs = 500
const reportEveryMs = 1000
const reanchorEveryMs = 600_000

export type ProgramOutlets = {
  video: ProgramOutlet
  audio: ProgramOutlet
  sendRtcp(packet: Buffer): void
}

/**
 * The program: one video and one audio stream that never end, whatever is on air. Cuts only; sound follows
 * the picture. Knows nothing of who may switch or of what is kept: `MediaService` decides and drives it.
 */
export class ProgramBus {
  readonly video: PacketFan
  readonly audio: PacketFan
  readonly #picture: StreamSwitch
  readonly #sound: StreamSwitch
  #outlets: readonly ProgramOutlets[]
  #wanted: MediaSource
  #onAir: MediaSource | null = null
  #shiftMs = 0
  #askedAtMs = 0
  #refreshedAtMs = 0
  #reportedAtMs = 0
  #anchoredAtMs = 0
  #silenceDueMs: number
  /** The first picture of a source that was taken goes out. */
  onSwitched: (source: MediaSource) => void = () => undefined

  constructor(slate: MediaSource, outlets: readonly ProgramOutlets[], nowMs: () => number) {
    this.#outlets = outlets
    this.#silenceDueMs = nowMs()
    this.video = new PacketFan('video', fixedClock(90_000, nowMs()), () =>
      this.viewerWantsKeyFrame(nowMs()),
    )
    this.audio = new PacketFan('audio', fixedClock(48_000, nowMs()))
    this.#picture = new StreamSwitch({
      output: this.video,
      outlets: outlets.map((outlet) => outlet.video),
      minStepTicks: 900,
      firstSequence: randomInt(2 ** 15),
    })
    this.#sound = new StreamSwitch({
      output: this.audio,
      outlets: outlets.map((outlet) => outlet.audio),
      minStepTicks: opusTicks,
      firstSequence: randomInt(2 ** 15),
    })
    this.#picture.onSwitched = (shiftMs) => {
      this.#shiftMs = shiftMs
      this.#followWithSound()
    }
    this.#sound.startShiftMs = () => this.#shiftMs
    this.#wanted = slate
    this.show(slate)
  }

  get wanted(): MediaSource {
    return this.#wanted
  }

  get onAir(): MediaSource | null {
    return this.#onAir
  }

  /** Puts a source on air, from its next key frame on. */
  show(source: MediaSource): void {
    this.#wanted = source
    if (source.video) this.#picture.select(source.video)
  }

  /** A source has changed its feeds (a guest came back with new tracks): take them up if it is wanted. */
  refreshSource(source: MediaSource): void {
    if (source !== this.#wanted) return
    if (source.video) this.#picture.select(source.video)
    if (source === this.#onAir) this.#followWithSound()
  }

  /** Where the program goes from now on; each outlet may name payload types and SSRCs of its own. */
  leadTo(outlets: readonly ProgramOutlets[]): void {
    this.#outlets = outlets
    this.#picture.leadTo(outlets.map((outlet) => outlet.video))
    this.#sound.leadTo(outlets.map((outlet) => outlet.audio))
  }

  /** A viewer lost its picture. Passed on to the source on air, twice a second at most. */
  viewerWantsKeyFrame(nowMs: number): void {
    if (nowMs - this.#refreshedAtMs < pictureRefreshMs) return
    this.#refreshedAtMs = nowMs
    this.#picture.feed?.requestKeyFrame('refresh')
  }

  tick(nowMs: number): void {
    const pending = this.#picture.waitingFor
    if (pending && nowMs - this.#askedAtMs > keyFrameRetryMs) {
      this.#askedAtMs = nowMs
      pending.requestKeyFrame('cut')
    }
    this.#keepSoundFlowing(nowMs)
    if (nowMs - this.#reportedAtMs > reportEveryMs) this.#report(nowMs)
  }

  close(): void {
    this.#picture.clear()
    this.#sound.clear()
  }

  #followWithSound(): void {
    const changed = this.#onAir !== this.#wanted
    this.#onAir = this.#wanted
    const { audio } = this.#wanted
    if (audio) this.#sound.select(audio)
    else this.#sound.clear()
    if (changed) this.onSwitched(this.#wanted)
  }

  /** Without sound from the source, the program's goes on as silence, in real time (MD13). */
  #keepSoundFlowing(nowMs: number): void {
    const sound = this.#sound
    const patienceMs = sound.feed && !sound.fillingIn ? silenceAfterMs : opusMs
    if (nowMs - sound.sentAtMs < patienceMs) return
    if (nowMs - this.#silenceDueMs > silenceAfterMs) this.#silenceDueMs = nowMs
    for (; this.#silenceDueMs <= nowMs; this.#silenceDueMs += opusMs) {
      sound.insert(silentPacket, this.audio.clock.timestampAt(this.#silenceDueMs) ?? 0, nowMs)
    }
  }

  /** Ties both streams to one wall clock, so that lips and voice stay together at the viewer. */
  #report(nowMs: number): void {
    this.#reportedAtMs = nowMs
    const reanchor = nowMs - this.#anchoredAtMs > reanchorEveryMs
    if (reanchor) this.#anchoredAtMs = nowMs
    for (const [stream, kind] of [
      [this.#picture, 'video'],
      [this.#sound, 'audio'],
    ] as const) {
      const { clock } = this[kind]
      const timestamp = clock.timestampAt(nowMs)
      if (timestamp === null || stream.packets === 0) continue
      // The 32-bit time wraps after half a day: project from a near point.
      if (reanchor) clock.fix(timestamp, nowMs)
      const { packets, bytes } = stream
      for (const outlet of this.#outlets) {
        const { ssrc } = outlet[kind]
        outlet.sendRtcp(writeSenderReport({ ssrc, atMs: nowMs, timestamp, packets, bytes }))
      }
    }
  }
}

function fixedClock(clockRate: number, nowMs: number): StreamClock {
  const clock = new StreamClock(clockRate)
  clock.fix(randomInt(2 ** 31), nowMs)
  return clock
}
