import { z } from 'zod'

const id = z.string().min(1).max(128)
/** mediasoup checks these in depth itself; here only that they are objects of a sane shape. */
const rtpParameters = z.looseObject({
  codecs: z
    .array(z.looseObject({ mimeType: z.string() }))
    .min(1)
    .max(16),
  headerExtensions: z
    .array(z.looseObject({ uri: z.string(), id: z.number() }))
    .max(32)
    .optional(),
  encodings: z.array(z.looseObject({})).min(1).max(4).optional(),
})
const rtpCapabilities = z.looseObject({ codecs: z.array(z.looseObject({})).max(64).optional() })

/** Checked to the letter: malformed fingerprints have brought mediasoup workers down (mediasoup issue 537). */
export const dtlsFingerprintSchema = z.object({
  algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
  value: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){19,63}$/i),
})
const dtlsParameters = z.looseObject({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z.array(dtlsFingerprintSchema).min(1).max(8),
})

export const mediaKindSchema = z.enum(['audio', 'video'])
export type MediaKind = z.infer<typeof mediaKindSchema>

/** What a seat wants to receive: the program, a source, or a producer by its id. */
export const consumeTargetSchema = z.union([
  z.object({ program: z.literal(true), kind: mediaKindSchema }),
  z.object({ sourceId: id, kind: mediaKindSchema }),
  z.object({ producerId: id }),
])
export type ConsumeTarget = z.infer<typeof consumeTargetSchema>

/** Payload of each Socket.IO event of the media gateway; every one is acknowledged. */
export const mediaRequestSchemas = {
  'media:join': z.object({}),
  'media:transport.create': z.object({ direction: z.enum(['send', 'recv']) }),
  'media:transport.connect': z.object({ transportId: id, dtlsParameters }),
  'media:transport.restartIce': z.object({ transportId: id }),
  'media:transport.close': z.object({ transportId: id }),
  'media:produce': z.object({
    transportId: id,
    kind: mediaKindSchema,
    rtpParameters,
    /** One picture and one sound each; another one of the same kind takes the place of the first. */
    slot: z.enum(['camera', 'screen']).default('camera'),
    label: z.string().trim().min(1).max(60).optional(),
    /** Begin muted: nobody gets a packet before `media:producer.resume`. */
    paused: z.boolean().optional(),
  }),
  'media:producer.pause': z.object({ producerId: id }),
  'media:producer.resume': z.object({ producerId: id }),
  'media:producer.close': z.object({ producerId: id }),
  'media:consume': z.object({
    transportId: id,
    target: consumeTargetSchema,
    rtpCapabilities,
  }),
  'media:consumer.resume': z.object({ consumerId: id }),
  'media:consumer.pause': z.object({ consumerId: id }),
  'media:consumer.close': z.object({ consumerId: id }),
} as const
export type MediaRequestName = keyof typeof mediaRequestSchemas
export type MediaRequest<N extends MediaRequestName> = z.infer<(typeof mediaRequestSchemas)[N]>

/** What `media:join` answers. Producer ids are good until the next `media:reset`. */
export type MediaJoinResult = {
  /** Grows when the room was rebuilt. */
  epoch: number
  /** For `Device.load({ routerRtpCapabilities })` of mediasoup-client. */
  rtpCapabilities: unknown
  program: Record<MediaKind, string>
  /** Only for seats that may watch sources. */
  sources: { id: string; video: string | null; audio: string | null }[]
}

/** What `media:transport.create` answers: the options of mediasoup-client's `create{Send,Recv}Transport`. */
export type MediaTransportResult = {
  id: string
  iceParameters: unknown
  iceCandidates: unknown[]
  dtlsParameters: unknown
}

/** What `media:consume` answers; the consumer is paused until `media:consumer.resume`. */
export type MediaConsumeResult = {
  id: string
  producerId: string
  kind: MediaKind
  rtpParameters: unknown
  /** Null: the program. */
  sourceId: string | null
}

/** Pushed by the media gateway to the one socket that it is about. */
export type MediaServerEvents = {
  'media:consumer.closed': (message: { consumerId: string }) => void
  'media:consumer.paused': (message: { consumerId: string; paused: boolean }) => void
}
