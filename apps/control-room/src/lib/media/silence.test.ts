import { expect, it } from 'vitest'
import { receivedBytes, silence } from './silence.ts'

it('adds up what arrived as sound and picture', () => {
  const stats = new Map<string, unknown>([
    ['a', { type: 'inbound-rtp', bytesReceived: 100 }],
    ['v', { type: 'inbound-rtp', bytesReceived: 900 }],
    ['t', { type: 'transport', bytesReceived: 5000 }],
    ['x', null],
  ])
  expect(receivedBytes(stats)).toBe(1000)
  expect(receivedBytes(new Map())).toBe(0)
})

it('calls a stream silent only when nothing came several times on end', () => {
  const isSilent = silence(2)
  expect([0, 100, 100, 200, 200, 200, 200, 300].map(isSilent)).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
    true,
    false,
  ])
  const neverCame = silence(2)
  expect([0, 0, 0].map(neverCame)).toEqual([false, false, true])
})
