import type { types } from 'mediasoup-client'
import { describe, expect, it } from 'vitest'
import { preferredVideoCodec } from './publish-profile.ts'

function codec(kind: 'audio' | 'video', mimeType: string): types.RtpCodecCapability {
  return { kind, mimeType, clockRate: 90_000, preferredPayloadType: 100 }
}

describe('the codec a camera is sent in', () => {
  it('is H.264 even when VP8 is offered first', () => {
    const codecs = [
      codec('audio', 'audio/opus'),
      codec('video', 'video/VP8'),
      codec('video', 'video/H264'),
    ]
    expect(preferredVideoCodec({ codecs })?.mimeType).toBe('video/H264')
  })

  it('is the first real codec where there is no H.264, never retransmission', () => {
    const codecs = [codec('video', 'video/rtx'), codec('video', 'video/VP8')]
    expect(preferredVideoCodec({ codecs })?.mimeType).toBe('video/VP8')
    expect(preferredVideoCodec({})).toBeUndefined()
  })
})
