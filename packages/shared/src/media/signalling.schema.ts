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
const dtlsParameters = z.looseObject({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(z.object({ algorithm: z.string().max(20), value: z.string().max(200) }))
    .min(1)
    .max(8),
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
    label: z.string().trim().min(1).max(60).optional(),
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
  'media:stats': z.object({}),
} as const
export type MediaRequestName = keyof typeof mediaRequestSchemas
export type MediaRequest<N extends MediaRequestName> = z.infer<(typeof mediaRequestSchemas)[N]>
