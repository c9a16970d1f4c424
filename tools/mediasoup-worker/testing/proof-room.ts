import { createWorker } from 'mediasoup'
import type { types } from 'mediasoup'

/** The server's side of the proof: one router, one browser that sends to itself. */
export type ProofRoom = {
  call(method: string, params: unknown): Promise<unknown>
  /** Bytes received of each simulcast layer. */
  layerBytes(): Promise<number[]>
  close(): void
}

export async function openProofRoom(workerBin: string): Promise<ProofRoom> {
  const worker = await createWorker({ workerBin, logLevel: 'warn' })
  const router = await worker.createRouter({
    mediaCodecs: [{ kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 }],
  })
  const webRtcServer = await worker.createWebRtcServer({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
  })
  const transports = new Map<string, types.WebRtcTransport>()
  let receive: types.WebRtcTransport | undefined
  let producer: types.Producer | undefined
  let dataProducer: types.DataProducer | undefined
  let consumer: types.Consumer | undefined
  const given = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('called before what it needs was made')
    return value
  }

  const methods: Record<string, (params: never) => Promise<unknown>> = {
    rtpCapabilities: async () => router.rtpCapabilities,
    createTransport: async (direction: 'send' | 'receive') => {
      const transport = await router.createWebRtcTransport({
        webRtcServer,
        enableSctp: true,
        initialAvailableOutgoingBitrate: 3_000_000,
      })
      transports.set(transport.id, transport)
      if (direction === 'receive') receive = transport
      const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = transport
      return { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters }
    },
    connect: async (params: { id: string; dtlsParameters: types.DtlsParameters }) =>
      await given(transports.get(params.id)).connect(params),
    produce: async (params: types.ProducerOptions) => {
      producer = await given(sendOf(transports, receive)).produce(params)
      return { id: producer.id }
    },
    produceData: async (params: types.DataProducerOptions) => {
      dataProducer = await given(sendOf(transports, receive)).produceData(params)
      return { id: dataProducer.id }
    },
    consume: async ({ rtpCapabilities }: { rtpCapabilities: types.RtpCapabilities }) => {
      const producerId = given(producer).id
      consumer = await given(receive).consume({ producerId, rtpCapabilities, paused: true })
      const { id, kind, rtpParameters } = consumer
      return { id, producerId, kind, rtpParameters }
    },
    consumeData: async () => {
      const dataProducerId = given(dataProducer).id
      const { id, sctpStreamParameters } = await given(receive).consumeData({ dataProducerId })
      return { id, dataProducerId, sctpStreamParameters }
    },
    resume: async () => await given(consumer).resume(),
    restartIce: async (id: string) => await given(transports.get(id)).restartIce(),
  }
  return {
    call: async (method, params) => await given(methods[method])(params as never),
    layerBytes: async () =>
      (await given(producer).getStats()).map((layer) => layer.byteCount).filter(Boolean),
    close: () => worker.close(),
  }
}

function sendOf(
  transports: ReadonlyMap<string, types.WebRtcTransport>,
  receive: types.WebRtcTransport | undefined,
): types.WebRtcTransport | undefined {
  return [...transports.values()].find((transport) => transport !== receive)
}
