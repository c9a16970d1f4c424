import { createRequire } from 'node:module'
import { build } from 'vite'

/** mediasoup-client as one script that sets `mediasoupClient`, for a page of a test. */
export async function bundleMediasoupClient(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('mediasoup-client')
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry, formats: ['iife'], name: 'mediasoupClient' },
    },
  })
  const [result] = Array.isArray(output) ? output : [output]
  const chunk = result && 'output' in result ? result.output[0] : null
  if (!chunk) throw new Error('nothing was bundled')
  return chunk.code
}

/** A page that can do all that a seat does: `join()`, `send()`, `receive(target)`, and tell what it sees. */
export const guestPage = `<!doctype html><video id=v autoplay muted playsinline></video>
<script src="/socket.io/socket.io.js"></script><script src="/mediasoup-client.js"></script><script>
const as = new URLSearchParams(location.search).get('as')
const socket = io({ query: { as }, transports: ['websocket'] })
const ask = (name, request = {}) => new Promise((resolve) => socket.emit(name, request, resolve))
const must = async (name, request) => {
  const answer = await ask(name, request)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.result
}
let device, receiver
window.resets = 0
window.ask = ask
window.join = async () => {
  const joined = await must('media:join')
  device = new mediasoupClient.Device()
  await device.load({ routerRtpCapabilities: joined.rtpCapabilities })
  receiver = undefined
  return joined
}
const open = async (direction) => {
  const options = await must('media:transport.create', { direction })
  const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options)
  transport.on('connect', ({ dtlsParameters }, done, failed) =>
    must('media:transport.connect', { transportId: transport.id, dtlsParameters }).then(done, failed))
  transport.on('produce', ({ kind, rtpParameters }, done, failed) =>
    must('media:produce', { transportId: transport.id, kind, rtpParameters, label: 'Gus' })
      .then(({ producerId, sourceId }) => { window.sourceId = sourceId; done({ id: producerId }) }, failed))
  return transport
}
window.send = async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true })
  const transport = await open('send')
  window.producers = []
  for (const track of stream.getTracks()) {
    const codec = device.rtpCapabilities.codecs.find((c) => c.kind === track.kind)
    window.producers.push(await transport.produce({ track, codec }))
  }
  return window.sourceId
}
window.receive = async (target) => {
  receiver ??= await open('recv')
  const options = await must('media:consume',
    { transportId: receiver.id, target, rtpCapabilities: device.rtpCapabilities })
  const consumer = await receiver.consume(options)
  if (options.kind === 'video') v.srcObject = new MediaStream([consumer.track])
  await must('media:consumer.resume', { consumerId: options.id })
  window.consumer = consumer
}
window.frames = async () => {
  const reports = [...(await consumer.getStats()).values()]
  return reports.find((report) => report.type === 'inbound-rtp')?.framesDecoded ?? 0
}
socket.on('media:reset', () => window.resets++)
</script>`
