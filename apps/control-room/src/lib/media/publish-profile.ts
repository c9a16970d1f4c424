import type { types } from 'mediasoup-client'

/** The crew's picture: enough for a phone screen and a clip, little enough for an uplink of 4 Mbit/s. */
export const cameraConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
} as const satisfies MediaTrackConstraints

/** Voices, not music: the browser's own clean-up stays on. */
export const microphoneConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: { ideal: 1 },
} as const satisfies MediaTrackConstraints

/**
 * One layer: recording and the program switcher read a source whole, and a switch of layer in the middle of
 * a take would change its size. The tiles are few and the crew's link is the relay's, not the phone's.
 */
export const cameraEncodings: types.RtpEncodingParameters[] = [
  { maxBitrate: 2_500_000, maxFramerate: 30 },
]

/** Chromium starts at 300 kbit/s otherwise and takes seconds to reach a clear picture. */
export const cameraCodecOptions: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1_500 }

export const microphoneCodecOptions: types.ProducerCodecOptions = { opusFec: true, opusDtx: false }

/** The codec to send: H.264 wherever the browser has it, so that recording and clips copy instead of encode. */
export function preferredVideoCodec(
  capabilities: types.RtpCapabilities,
): types.RtpCodecCapability | undefined {
  const videos = (capabilities.codecs ?? []).filter((codec) => codec.kind === 'video')
  return (
    videos.find((codec) => codec.mimeType.toLowerCase() === 'video/h264') ??
    videos.find((codec) => !codec.mimeType.toLowerCase().endsWith('/rtx'))
  )
}
