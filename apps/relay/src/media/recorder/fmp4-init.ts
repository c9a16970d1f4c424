import type { PictureSize } from '../rtp/sps.ts'
import { box, fullBox, text, u16, u32 } from './fmp4-boxes.ts'

export const videoTrackId = 1
export const audioTrackId = 2
export const videoTimescale = 90_000
export const audioTimescale = 48_000

/** Identity transformation of ISO/IEC 14496-12 section 8.2.2. */
const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

export type VideoConfig = { sps: Buffer; pps: Buffer; size: PictureSize }

/** The `init.mp4` of an epoch: H.264 as track 1, Opus (48 kHz, stereo) as track 2, no samples. */
export function initSegment(video: VideoConfig): Buffer {
  return Buffer.concat([
    box('ftyp', text('iso6'), u32(0), text('iso6'), text('cmfc'), text('mp41')),
    box(
      'moov',
      fullBox(
        'mvhd',
        0,
        0,
        u32(0, 0, 1000, 0, 0x10000),
        u16(0x0100, 0),
        u32(0, 0),
        matrix,
        Buffer.alloc(24),
        u32(3),
      ),
      trak(
        videoTrackId,
        'vide',
        videoTimescale,
        video.size,
        fullBox('vmhd', 0, 1, u16(0, 0, 0, 0)),
        avc1(video),
      ),
      trak(audioTrackId, 'soun', audioTimescale, null, fullBox('smhd', 0, 0, u16(0, 0)), opus()),
      box('mvex', trex(videoTrackId), trex(audioTrackId)),
    ),
  ])
}

function trak(
  id: number,
  handler: 'vide' | 'soun',
  timescale: number,
  size: PictureSize | null,
  mediaHeader: Buffer,
  sampleEntry: Buffer,
): Buffer {
  const volume = size ? 0 : 0x0100
  return box(
    'trak',
    fullBox(
      'tkhd',
      0,
      3,
      u32(0, 0, id, 0, 0, 0, 0),
      u16(0, 0, volume, 0),
      matrix,
      u32((size?.width ?? 0) * 0x10000, (size?.height ?? 0) * 0x10000),
    ),
    box(
      'mdia',
      // Language "und", packed in 5-bit letters.
      fullBox('mdhd', 0, 0, u32(0, 0, timescale, 0), u16(0x55c4, 0)),
      fullBox('hdlr', 0, 0, u32(0), text(handler), u32(0, 0, 0), text('Stallcast\0')),
      box(
        'minf',
        mediaHeader,
        box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
        box(
          'stbl',
          fullBox('stsd', 0, 0, u32(1), sampleEntry),
          fullBox('stts', 0, 0, u32(0)),
          fullBox('stsc', 0, 0, u32(0)),
          fullBox('stsz', 0, 0, u32(0, 0)),
          fullBox('stco', 0, 0, u32(0)),
        ),
      ),
    ),
  )
}

/** Sample entry with the AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3). */
function avc1({ sps, pps, size }: VideoConfig): Buffer {
  const record = box(
    'avcC',
    [1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1],
    u16(sps.length),
    sps,
    [1],
    u16(pps.length),
    pps,
  )
  return box(
    'avc1',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(size.width, size.height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    Buffer.alloc(32),
    u16(0x18, 0xffff),
    record,
  )
}

/** Opus in ISO BMFF 4.3.2: the numbers in `dOps` are big-endian. Nothing is skipped at the start: it is joined live. */
function opus(): Buffer {
  return box(
    'Opus',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(8),
    u16(2, 16, 0, 0),
    u32(audioTimescale * 0x10000),
    box('dOps', [0, 2], u16(0), u32(audioTimescale), u16(0), [0]),
  )
}

function trex(trackId: number): Buffer {
  return fullBox('trex', 0, 0, u32(trackId, 1, 0, 0, 0))
}
