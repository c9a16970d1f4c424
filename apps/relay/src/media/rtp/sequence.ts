/** Sequence numbers count modulo 2^16, times modulo 2^32 (RFC 3550): every comparison goes through here. */

export function addSequence(sequence: number, count: number): number {
  return (sequence + count) & 0xffff
}

/** How far `to` lies after `from`, -32768 to 32767. */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16
}

export function addTimestamp(timestamp: number, ticks: number): number {
  return (timestamp + Math.round(ticks)) >>> 0
}

/** How far `to` lies after `from` in ticks, -2^31 to 2^31 - 1. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0
}
