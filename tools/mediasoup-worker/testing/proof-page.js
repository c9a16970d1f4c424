import { Device } from 'mediasoup-client'

/** The page's side of the proof: what a guest's and a crew member's browser do, in one. Bundled for the page. */

window.prove = async () => {
  const { call } = window
  const device = await Device.factory()
  await device.load({ routerRtpCapabilities: await call('rtpCapabilities') })
  const send = device.createSendTransport(await call('createTransport', 'send'))
  const receive = device.createRecvTransport(await call('createTransport', 'receive'))
  for (const transport of [send, receive]) {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      call('connect', { id: transport.id, dtlsParameters }).then(done, failed)
    })
  }
  send.on('produce', ({ kind, rtpParameters }, done, failed) => {
    call('produce', { kind, rtpParameters }).then(done, failed)
  })
  send.on('producedata', ({ sctpStreamParameters }, done, failed) => {
    call('produceData', { sctpStreamParameters }).then(done, failed)
  })

  const media = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } })
  const [track] = media.getVideoTracks()
  if (!track) throw new Error('the browser gave no camera')
  await send.produce({
    track,
    encodings: [{ scaleResolutionDownBy: 4 }, { scaleResolutionDownBy: 2 }, {}],
    codecOptions: { videoGoogleStartBitrate: 1500 },
  })
  const sender = await send.produceData({ label: 'proof' })
  const consumer = await receive.consume(
    await call('consume', { rtpCapabilities: device.recvRtpCapabilities }),
  )
  const echoes = []
  const dataConsumer = await receive.consumeData(await call('consumeData'))
  dataConsumer.on('message', (message) => echoes.push(String(message)))
  await call('resume')

  const video = document.createElement('video')
  video.muted = true
  video.srcObject = new MediaStream([consumer.track])
  await video.play()
  await until(() => sender.readyState === 'open')
  sender.send('before')
  const framesBefore = await decodeMore(consumer, 20)
  await until(() => echoes.includes('before'))

  for (const transport of [send, receive]) {
    await transport.restartIce({ iceParameters: await call('restartIce', transport.id) })
  }
  sender.send('after')
  const framesAfter = await decodeMore(consumer, 20)
  await until(() => echoes.includes('after'))
  return { width: video.videoWidth, framesBefore, framesAfter, echoes }
}

/** Waits until `count` more pictures have been decoded; returns how many there have been in all. */
async function decodeMore(consumer, count) {
  const goal = (await decoded(consumer)) + count
  for (;;) {
    const now = await decoded(consumer)
    if (now >= goal) return now
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function decoded(consumer) {
  const reports = []
  const stats = await consumer.getStats()
  stats.forEach((report) => reports.push(report))
  return reports.find(({ type }) => type === 'inbound-rtp')?.framesDecoded ?? 0
}

async function until(test) {
  while (!test()) await new Promise((resolve) => setTimeout(resolve, 50))
}
