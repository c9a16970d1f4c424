import { execFileSync } from 'node:child_process'

const columns = 4
const rowsOfBits = 3
const bits = columns * rowsOfBits

/** A grey picture whose twelve fields are the number in binary: bright is one. It survives scaling and loss. */
export function drawNumber(number: number, width: number, height: number): Buffer {
  const picture = Buffer.alloc(width * height, 128)
  for (let bit = 0; bit < bits; bit++) {
    const value = (number >> bit) & 1 ? 235 : 20
    const left = Math.floor(((bit % columns) * width) / columns)
    const top = Math.floor((Math.floor(bit / columns) * height) / rowsOfBits)
    for (let y = top; y < top + Math.floor(height / rowsOfBits); y++) {
      picture.fill(value, y * width + left, y * width + left + Math.floor(width / columns))
    }
  }
  return picture
}

/** The numbers that the pictures of a file show, in the order in which they are shown. */
export function readNumbers(file: string): number[] {
  const pixels = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', `scale=${columns}:${rowsOfBits}:flags=area`].concat([
      '-fps_mode',
      'passthrough',
      '-pix_fmt',
      'gray',
      '-f',
      'rawvideo',
      '-',
    ]),
    { maxBuffer: 64 * 1024 * 1024 },
  )
  return Array.from({ length: pixels.length / bits }, (_, frame) =>
    Array.from({ length: bits }, (__, bit) =>
      (pixels[frame * bits + bit] ?? 0) > 128 ? 1 << bit : 0,
    ).reduce((sum, value) => sum + value, 0),
  )
}

/** Sample indexes (48 kHz, one channel) at which sound sets in after silence. */
export function readBeeps(file: string): number[] {
  const bytes = execFileSync(
    'ffmpeg',
    '-v error -i FILE -ac 1 -ar 48000 -f s16le -'
      .split(' ')
      .map((word) => (word === 'FILE' ? file : word)),
    { maxBuffer: 256 * 1024 * 1024 },
  )
  const beeps: number[] = []
  let quietSince = -10_000
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (Math.abs(bytes.readInt16LE(at)) < 2500) continue
    const sample = at / 2
    if (sample - quietSince > 4800) beeps.push(sample)
    quietSince = sample
  }
  return beeps
}
