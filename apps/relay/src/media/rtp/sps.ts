export type PictureSize = { width: number; height: number }

/** Profiles whose SPS carries chroma and scaling fields (ITU-T H.264 section 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

/** Reads the picture size from a sequence parameter set; null when the bytes are not one. */
export function readPictureSize(sps: Uint8Array): PictureSize | null {
  const bits = new BitReader(withoutEmulation(sps.subarray(1)))
  try {
    return readSize(bits)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readSize(bits: BitReader): PictureSize {
  const profile = bits.read(8)
  bits.read(16)
  bits.readUe()
  let chroma = 1
  if (highProfiles.has(profile)) chroma = readHighProfile(bits)
  bits.readUe()
  readPictureOrder(bits)
  bits.readUe()
  bits.read(1)
  const widthMbs = bits.readUe() + 1
  const heightUnits = bits.readUe() + 1
  const framesOnly = bits.read(1)
  if (framesOnly === 0) bits.read(1)
  bits.read(1)
  const crop =
    bits.read(1) === 1 ? [bits.readUe(), bits.readUe(), bits.readUe(), bits.readUe()] : []
  const [left = 0, right = 0, top = 0, bottom = 0] = crop
  const cropX = chroma === 1 || chroma === 2 ? 2 : 1
  const cropY = (chroma === 1 ? 2 : 1) * (2 - framesOnly)
  return {
    width: widthMbs * 16 - cropX * (left + right),
    height: (2 - framesOnly) * heightUnits * 16 - cropY * (top + bottom),
  }
}

function readHighProfile(bits: BitReader): number {
  const chroma = bits.readUe()
  if (chroma === 3) bits.read(1)
  bits.readUe()
  bits.readUe()
  bits.read(1)
  if (bits.read(1) === 1) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
      if (bits.read(1) === 1) skipScalingList(bits, list < 6 ? 16 : 64)
    }
  }
  return chroma
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8
  let next = 8
  for (let at = 0; at < size; at++) {
    if (next !== 0) next = (last + bits.readSe() + 256) % 256
    last = next === 0 ? last : next
  }
}

function readPictureOrder(bits: BitReader): void {
  const type = bits.readUe()
  if (type === 0) bits.readUe()
  if (type !== 1) return
  bits.read(1)
  bits.readSe()
  bits.readSe()
  const count = bits.readUe()
  for (let at = 0; at < count; at++) bits.readSe()
}

/** Drops the 0x03 of each 00 00 03 (section 7.4.1.1). */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter(
    (byte, at) => !(byte === 3 && at >= 2 && bytes[at - 1] === 0 && bytes[at - 2] === 0),
  )
}

class BitReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit++) {
      const byte = this.#bytes[this.#at >> 3]
      if (byte === undefined) throw new RangeError('SPS is too short')
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1)
      this.#at++
    }
    return value
  }

  /** Unsigned Exp-Golomb (section 9.1). */
  readUe(): number {
    let zeros = 0
    while (this.read(1) === 0) {
      zeros++
      if (zeros > 31) throw new RangeError('SPS is damaged')
    }
    return 2 ** zeros - 1 + this.read(zeros)
  }

  readSe(): number {
    const value = this.readUe()
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2
  }
}
