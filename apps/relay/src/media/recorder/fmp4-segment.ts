import { box, fullBox, text, u32, u64 } from './fmp4-boxes.ts'
import { audioTrackId, videoTrackId } from './fmp4-init.ts'

export type MediaSample = {
  /** Presentation (and decoding) time in the epoch, in the track's timescale. */
  ptsTicks: number
  durationTicks: number
  key: boolean
  data: Buffer
}

/** Sample flags of ISO/IEC 14496-12 section 8.8.3.1. */
const flags = { key: 0x02000000, delta: 0x01010000 } as const

/**
 * One CMAF segment: `moof` + `mdat`, video first. A track without samples in this stretch is left out.
 * @param sequence counts from 1 within an epoch
 */
export function mediaSegment(
  sequence: number,
  video: readonly MediaSample[],
  audio: readonly MediaSample[],
): Buffer {
  const tracks = [
    { id: videoTrackId, samples: video },
    { id: audioTrackId, samples: audio },
  ].filter((track) => track.samples.length > 0)
  // The data offset in each trun counts from the start of moof, whose length does not depend on it.
  const measured = moof(sequence, tracks, 0)
  return Buffer.concat([
    box('styp', text('cmfs'), u32(0), text('cmfs'), text('iso6')),
    moof(sequence, tracks, measured.length + 8),
    box('mdat', ...tracks.flatMap((track) => track.samples.map((sample) => sample.data))),
  ])
}

type TrackRun = { id: number; samples: readonly MediaSample[] }

function moof(sequence: number, tracks: readonly TrackRun[], dataOffset: number): Buffer {
  let offset = dataOffset
  const trafs = tracks.map((track) => {
    const traf = trackFragment(track, offset)
    offset += track.samples.reduce((sum, sample) => sum + sample.data.length, 0)
    return traf
  })
  return box('moof', fullBox('mfhd', 0, 0, u32(sequence)), ...trafs)
}

function trackFragment({ id, samples }: TrackRun, dataOffset: number): Buffer {
  const defaultBaseIsMoof = 0x020000
  const offsetDurationSizeFlags = 0x000701
  return box(
    'traf',
    fullBox('tfhd', 0, defaultBaseIsMoof, u32(id)),
    fullBox('tfdt', 1, 0, u64(samples[0]?.ptsTicks ?? 0)),
    fullBox(
      'trun',
      0,
      offsetDurationSizeFlags,
      u32(samples.length, dataOffset),
      u32(
        ...samples.flatMap((sample) => [
          sample.durationTicks,
          sample.data.length,
          sample.key ? flags.key : flags.delta,
        ]),
      ),
    ),
  )
}
