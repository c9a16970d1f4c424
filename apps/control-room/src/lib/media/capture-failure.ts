/** Why there is no picture, in words a person can act on. */
export type CaptureFailure =
  'denied' | 'no-device' | 'in-use' | 'insecure' | 'unplugged' | 'unknown'

/** Names of the DOMException that `getUserMedia` rejects with (source: W3C mediacapture-streams 10.2). */
export function captureFailure(error: unknown): CaptureFailure {
  const name = error instanceof Error ? error.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-device'
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use'
    default:
      return 'unknown'
  }
}

export const captureFailureTexts: Record<CaptureFailure, { title: string; help: string }> = {
  denied: {
    title: 'The browser may not use your camera',
    help: 'Press the camera symbol beside the address, choose Allow for camera and microphone, then try again.',
  },
  'no-device': {
    title: 'No camera was found',
    help: 'Plug one in, or open this link on your phone. Then try again.',
  },
  'in-use': {
    title: 'Another program is using your camera',
    help: 'Close other video calls and camera programs, then try again.',
  },
  insecure: {
    title: 'The camera needs a secure page',
    help: 'Open the link that starts with https://. Ask the producer for it if you do not have it.',
  },
  unplugged: {
    title: 'The camera has gone',
    help: 'It was unplugged or its permission was withdrawn. Connect it again, then try again.',
  },
  unknown: {
    title: 'The camera did not start',
    help: 'Reload the page. If that does not help, use another browser or your phone.',
  },
}
