import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { mediaRequestSchemas } from '@stallcast/shared/media'
import { MediaPeer } from './media-peer.ts'
import type { ShowMedia } from './show-media.ts'

/** A guest's peer whose room only notes what it is asked to produce. */
async function guest() {
  const produced: { paused: boolean }[] = []
  const transport = {
    id: 't',
    observer: new EventEmitter(),
    setMaxIncomingBitrate: async () => undefined,
    produce: async (options: { paused: boolean }) => {
      produced.push(options)
      return { id: `p${produced.length}`, kind: 'video', observer: new EventEmitter(), close() {} }
    },
  }
  const media = {
    room: { createWebRtcTransport: async () => transport },
    publish: async () => ({ id: 'seat-s' }),
  } as unknown as ShowMedia
  const peer = new MediaPeer(
    { sessionId: 's', showId: 'show', role: 'guest', personName: 'G', tint: 0 },
    media,
    { onConsumerClosed: () => undefined, onConsumerPaused: () => undefined },
  )
  await peer.createTransport({ direction: 'send' })
  const produce = (extra: object) =>
    peer.produce(
      mediaRequestSchemas['media:produce'].parse({
        transportId: 't',
        kind: 'video',
        rtpParameters: { codecs: [{ mimeType: 'video/H264' }] },
        ...extra,
      }),
    )
  return { produce, produced }
}

it('MD28 begins a muted track paused, and any other one running', async () => {
  const { produce, produced } = await guest()
  await produce({ paused: true })
  await produce({})
  expect(produced.map(({ paused }) => paused)).toEqual([true, false])
})
