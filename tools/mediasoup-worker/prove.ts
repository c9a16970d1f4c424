import { createWorker } from 'mediasoup'
import { SetupProblem } from '../bootstrap/problem.mjs'

/**
 * Starts the binary under the real mediasoup and has it do what a show needs first: a router, a
 * WebRtcServer and a transport with ICE and DTLS parameters. (The proof in a browser is a test.)
 * @throws SetupProblem when it does not run here or does not answer
 */
export async function proveWorker(binary: string): Promise<void> {
  try {
    const worker = await createWorker({ workerBin: binary, logLevel: 'error' })
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
      })
      const router = await worker.createRouter({
        mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
      })
      await router.createWebRtcTransport({ webRtcServer, enableSctp: true })
    } finally {
      worker.close()
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupProblem(
      `The media worker ${binary} does not work here: ${reason}.`,
      'unset MEDIASOUP_WORKER_BIN, or give one that fits the installed mediasoup version',
    )
  }
}
