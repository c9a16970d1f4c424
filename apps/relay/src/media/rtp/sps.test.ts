import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPictureSize } from './sps.ts'

test.each([
  ['x264 constrained baseline', '6742c01fda0280bfe5c044000003000400000300c83c60ca80', 640, 360],
  ['x264 high', '6764001facb200a00b760220000003002000000781e30649', 1280, 720],
  ['x264 main, cropped', '674d4028d900780227e5c044000003000400000300f03c60c920', 1920, 1080],
  ['Chromium (OpenH264) constrained baseline', '6742c01f8c8d40501e900f08846a', 640, 480],
])('MD18 %s', (_, hex, width, height) => {
  expect(readPictureSize(Buffer.from(hex, 'hex'))).toEqual({ width, height })
})

test('MD18 any bytes give a size or nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const size = readPictureSize(bytes)
      expect(size === null || Number.isInteger(size.width)).toBe(true)
    }),
  )
})
