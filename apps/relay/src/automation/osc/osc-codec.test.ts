import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxPacketBytes, readPacket, writeMessage } from './osc-codec.ts'

describe('OSC packets', () => {
  it('AU22 reads what it writes', () => {
    const arg = fc.oneof(
      fc.string({ maxLength: 60 }).filter((text) => !text.includes('\0')),
      fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }).filter((n) => n > -2_147_483_648),
      fc.boolean(),
    )
    fc.assert(
      fc.property(fc.array(arg, { maxLength: 8 }), (args) => {
        const message = { address: '/a/b', args }
        expect(readPacket(writeMessage(message))).toEqual([message])
      }),
    )
    expect(readPacket(writeMessage({ address: '/f', args: [0.5] }))).toEqual([
      { address: '/f', args: [0.5] },
    ])
  })

  it('AU21 drops what is no OSC or too large, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readPacket(Buffer.from(bytes))
      }),
      { numRuns: 2_000 },
    )
    expect(readPacket(Buffer.alloc(maxPacketBytes + 4, 0x2f))).toBeNull()
    expect(readPacket(Buffer.alloc(0))).toBeNull()
  })

  it('AU21 survives bundles inside of bundles', () => {
    let packet = writeMessage({ address: '/deep', args: [] })
    for (let depth = 0; depth < 80; depth += 1) {
      const size = Buffer.alloc(4)
      size.writeInt32BE(packet.length)
      const time = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1])
      packet = Buffer.concat([Buffer.from('#bundle\0'), time, size, packet])
    }
    const read = readPacket(packet)
    expect(read === null || read.length <= 1).toBe(true)
  })
})
