import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Run } from '@stallcast/shared/clips'
import { segmentEndMs } from '@stallcast/shared/media'
import { EncodedPacketSink, FilePathSource, Input, MP4 } from 'mediabunny'

/** A run copied out of the growing recording into a file of its own, and what was read from it. */
export type FrozenRun = {
  file: string
  width: number
  height: number
  /** Server time of the first picture to show, and its place on the epoch's clock (90 kHz). */
  firstFrameAtMs: number
  firstFrameTicks: number
  endAtMs: number
  hasAudio: boolean
}

const ticksPerMs = 90

/**
 * Copies the run's init and segments, one after the other, into `file`, and finds the picture that was on
 * screen at `inAtMs` (the run's first, when it begins later).
 */
export async function freezeRun(
  run: Run,
  trackFolder: string,
  file: string,
  inAtMs: number,
  signal: AbortSignal,
): Promise<FrozenRun> {
  const epoch = join(trackFolder, `e${run.epoch}`)
  const names = ['init.mp4', ...run.rows.map((row) => row.file)]
  const target = await open(file, 'w')
  try {
    for (const name of names) {
      signal.throwIfAborted()
      await target.writeFile(await readFile(join(epoch, name)))
    }
  } finally {
    await target.close()
  }
  const [first] = run.rows
  const input = new Input({ source: new FilePathSource(file), formats: [MP4] })
  try {
    const video = await input.getPrimaryVideoTrack()
    if (!video) throw new Error(`no picture in epoch ${run.epoch}`)
    const audio = await input.getPrimaryAudioTrack()
    const sound = audio ? await new EncodedPacketSink(audio).getFirstPacket() : null
    const inTicks = first.firstPtsTicks + (inAtMs - first.startAtMs) * ticksPerMs
    // A mark that was set on a picture's very edge means that picture: half a millisecond is forgiven.
    const at = (inTicks + ticksPerMs / 2) / (ticksPerMs * 1000)
    const pictures = new EncodedPacketSink(video)
    const shown = (await pictures.getPacket(at)) ?? (await pictures.getFirstPacket())
    if (!shown) throw new Error(`no picture in epoch ${run.epoch}`)
    const firstFrameTicks = Math.round(shown.timestamp * ticksPerMs * 1000)
    return {
      file,
      width: video.codedWidth,
      height: video.codedHeight,
      firstFrameTicks,
      firstFrameAtMs: first.startAtMs + (firstFrameTicks - first.firstPtsTicks) / ticksPerMs,
      endAtMs: segmentEndMs(run.rows.at(-1) ?? first),
      hasAudio: sound !== null,
    }
  } finally {
    input.dispose()
  }
}
