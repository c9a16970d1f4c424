import type { types } from 'mediasoup'
import { parse, parseParams } from 'sdp-transform'
import { DomainError } from '@stallcast/shared/kernel'
import { dtlsFingerprintSchema } from '@stallcast/shared/media'
import type { PayloadTypes } from '../media-room.ts'

type ParsedOffer = ReturnType<typeof parse>
export type OfferedMedia = ParsedOffer['media'][number]

export type WhepOffer = {
  media: readonly OfferedMedia[]
  bundle: string
  /** What the viewer wants H.264 and Opus to be called. */
  payloadTypes: PayloadTypes
  dtlsParameters: types.DtlsParameters
}

/**
 * Reads a viewer's SDP offer: one H.264 and one Opus section to receive (RFC 9429, WHEP).
 * @throws DomainError `media.unsupported`, saying what is missing
 */
export function readWhepOffer(sdp: string): WhepOffer {
  const offer = parse(sdp)
  const media = offer.media
  const [first] = media
  if (!first) throw unsupported('the offer is empty')
  const fingerprint = first.fingerprint ?? offer.fingerprint
  const dtlsFingerprint = dtlsFingerprintSchema.safeParse({
    algorithm: fingerprint?.type,
    value: fingerprint?.hash,
  })
  if (!dtlsFingerprint.success) throw unsupported('the offer has no DTLS fingerprint')
  const video = h264PayloadType(media.find((section) => wanted(section, 'video')))
  const audio = opusPayloadType(media.find((section) => wanted(section, 'audio')))
  if (video === null) throw unsupported('the viewer has to receive H.264, packetization-mode 1')
  if (audio === null) throw unsupported('the viewer has to receive Opus')
  return {
    media,
    bundle: media.map((section) => String(section.mid)).join(' '),
    payloadTypes: { video, audio },
    dtlsParameters: {
      // The offer leaves it open (actpass), the answer says "passive": the viewer begins.
      role: 'client',
      fingerprints: [dtlsFingerprint.data],
    },
  }
}

export function wanted(section: OfferedMedia, kind: 'audio' | 'video'): boolean {
  return section.type === kind && section.port !== 0 && section.direction !== 'sendonly'
}

function h264PayloadType(section: OfferedMedia | undefined): number | null {
  const candidates = (section?.rtp ?? [])
    .filter((codec) => codec.codec.toUpperCase() === 'H264')
    .map((codec) => {
      const fmtp = section?.fmtp.find((line) => line.payload === codec.payload)
      const parameters = fmtp ? parseParams(fmtp.config) : {}
      return {
        payloadType: codec.payload,
        profile: String(parameters['profile-level-id'] ?? '').toLowerCase(),
        mode: Number(parameters['packetization-mode'] ?? 0),
      }
    })
    .filter((candidate) => candidate.mode === 1)
  const best =
    candidates.find(({ profile }) => profile.startsWith('42e0')) ??
    candidates.find(({ profile }) => profile.startsWith('42')) ??
    candidates[0]
  return best?.payloadType ?? null
}

function opusPayloadType(section: OfferedMedia | undefined): number | null {
  return (
    section?.rtp.find((codec) => codec.codec.toLowerCase() === 'opus' && codec.rate === 48_000)
      ?.payload ?? null
  )
}

function unsupported(detail: string): DomainError {
  return new DomainError('media.unsupported', { detail })
}
