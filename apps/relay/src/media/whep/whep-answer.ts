import type { types } from 'mediasoup'
import { write, type MediaDescription } from 'sdp-transform'
import type { MediaKind } from '@stallcast/shared/media'
import { wanted, type OfferedMedia, type WhepOffer } from './whep-offer.ts'

type AnswerParts = {
  transport: types.WebRtcTransport
  consumers: Record<MediaKind, types.Consumer>
}

/**
 * The answer to a viewer: the program's picture and sound in the sections that asked for them, everything
 * else turned down. ICE-lite with all candidates inside, so nothing has to trickle.
 */
export function writeWhepAnswer(offer: WhepOffer, parts: AnswerParts): string {
  const { iceParameters, dtlsParameters } = parts.transport
  const fingerprint = dtlsParameters.fingerprints.find((own) => own.algorithm === 'sha-256')
  const taken = new Set<MediaKind>()
  return write({
    version: 0,
    origin: {
      username: '-',
      sessionId: Date.now(),
      sessionVersion: 1,
      netType: 'IN',
      ipVer: 4,
      address: '0.0.0.0',
    },
    name: '-',
    timing: { start: 0, stop: 0 },
    icelite: 'ice-lite',
    msidSemantic: { semantic: 'WMS', token: '*' },
    groups: [{ type: 'BUNDLE', mids: acceptedMids(offer) }],
    ...(fingerprint
      ? { fingerprint: { type: fingerprint.algorithm, hash: fingerprint.value } }
      : {}),
    media: offer.media.map((section) => {
      const kind = section.type === 'video' || section.type === 'audio' ? section.type : null
      if (!kind || taken.has(kind) || !wanted(section, kind)) return refusedSection(section)
      taken.add(kind)
      return {
        ...sentSection(section, kind, parts.consumers[kind].rtpParameters),
        iceUfrag: iceParameters.usernameFragment,
        icePwd: iceParameters.password,
        candidates: parts.transport.iceCandidates.map(candidateLine),
        endOfCandidates: 'end-of-candidates',
        setup: 'passive',
      }
    }),
  })
}

function acceptedMids(offer: WhepOffer): string {
  const first = (kind: MediaKind) => offer.media.find((section) => wanted(section, kind))
  const accepted = new Set([first('video'), first('audio')])
  return offer.media
    .filter((section) => accepted.has(section))
    .map((section) => String(section.mid))
    .join(' ')
}

function sentSection(
  section: OfferedMedia,
  kind: MediaKind,
  rtp: types.RtpParameters,
): MediaDescription {
  const [codec] = rtp.codecs
  const ssrc = rtp.encodings?.[0]?.ssrc
  if (!codec || ssrc === undefined) throw new Error('Invariant: a consumer without codec or SSRC')
  const payload = codec.payloadType
  const [, name = ''] = codec.mimeType.split('/')
  const cname = rtp.rtcp?.cname ?? 'program'
  return {
    type: kind,
    port: 9,
    protocol: section.protocol,
    payloads: String(payload),
    connection: { version: 4, ip: '0.0.0.0' },
    mid: String(section.mid),
    msid: [{ id: 'program', appdata: `program-${kind}` }],
    direction: 'sendonly',
    rtcpMux: 'rtcp-mux',
    rtcpRsize: 'rtcp-rsize',
    rtp: [
      {
        payload,
        codec: name,
        rate: codec.clockRate,
        ...(codec.channels === undefined ? {} : { encoding: codec.channels }),
      },
    ],
    fmtp: [
      {
        payload,
        config: Object.entries(codec.parameters ?? {})
          .map(([key, value]) => `${key}=${String(value)}`)
          .join(';'),
      },
    ],
    rtcpFb: (codec.rtcpFeedback ?? []).map((feedback) => ({
      payload,
      type: feedback.type,
      ...(feedback.parameter ? { subtype: feedback.parameter } : {}),
    })),
    ssrcs: [{ id: ssrc, attribute: 'cname', value: cname }],
  }
}

function refusedSection(section: OfferedMedia): MediaDescription {
  return {
    type: section.type,
    port: 0,
    protocol: section.protocol,
    payloads: String(section.payloads ?? '0'),
    mid: String(section.mid),
    direction: 'inactive',
    rtp: [],
    fmtp: [],
  }
}

function candidateLine(candidate: types.IceCandidate) {
  return {
    foundation: candidate.foundation,
    component: 1,
    transport: candidate.protocol,
    priority: candidate.priority,
    ip: candidate.address,
    port: candidate.port,
    type: candidate.type,
    ...(candidate.tcpType ? { tcptype: candidate.tcpType } : {}),
  }
}
