/** Building blocks of an ISO base media file (ISO/IEC 14496-12). */

export function box(type: string, ...parts: (Uint8Array | number[])[]): Buffer {
  const bodies = parts.map((part) => (part instanceof Uint8Array ? part : Buffer.from(part)))
  const length = bodies.reduce((sum, body) => sum + body.length, 8)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(length, 0)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, ...bodies], length)
}

export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: (Uint8Array | number[])[]
): Buffer {
  return box(type, u32(version * 0x1000000 + flags), ...parts)
}

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, at) => bytes.writeUInt16BE(value, at * 2))
  return bytes
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, at) => bytes.writeUInt32BE(value >>> 0, at * 4))
  return bytes
}

export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

export function text(value: string): Buffer {
  return Buffer.from(value, 'latin1')
}
