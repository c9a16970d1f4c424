import { rmsDb, silenceDb } from './level-scale.ts'
import { cameraConstraints, microphoneConstraints } from './publish-profile.ts'
import { captureFailure, type CaptureFailure } from './capture-failure.ts'

export type CapturePhase = 'idle' | 'asking' | 'ready' | 'failed'

const levelIntervalMs = 100
/** How long the loudest level is remembered: a pause between words is not silence. */
const peakMemoryMs = 4_000

/** This browser's camera and microphone: permission, choice, picture and level, before anything is sent. */
export class LocalCapture {
  phase = $state<CapturePhase>('idle')
  failure = $state<CaptureFailure | null>(null)
  cameras = $state.raw<MediaDeviceInfo[]>([])
  microphones = $state.raw<MediaDeviceInfo[]>([])
  camera = $state.raw<MediaStreamTrack | null>(null)
  microphone = $state.raw<MediaStreamTrack | null>(null)
  levelDb = $state(silenceDb)
  /** Loudest of the last seconds. */
  peakDb = $state(silenceDb)
  #audio: AudioContext | null = null
  #meter: ReturnType<typeof setInterval> | undefined
  #listening = false

  get cameraId(): string {
    return this.camera?.getSettings().deviceId ?? ''
  }

  get microphoneId(): string {
    return this.microphone?.getSettings().deviceId ?? ''
  }

  /** Asks for both; goes on without a microphone when there is none, for a picture alone is still a guest. */
  async start(): Promise<void> {
    this.phase = 'asking'
    this.failure = null
    if (!navigator.mediaDevices) {
      this.#fail('insecure')
      return
    }
    try {
      const stream = await this.#ask()
      this.#stopTrack('camera')
      this.#stopTrack('microphone')
      this.#take(stream)
      this.phase = 'ready'
      await this.#list()
    } catch (error) {
      this.#fail(captureFailure(error))
      return
    }
    if (!this.#listening) {
      this.#listening = true
      navigator.mediaDevices.addEventListener('devicechange', this.#onDeviceChange)
    }
  }

  /** The new track is running before the old one stops, so that what is sent never goes dark. */
  async chooseCamera(deviceId: string): Promise<MediaStreamTrack | null> {
    const video = { ...cameraConstraints, deviceId: { exact: deviceId } }
    return this.#choose('camera', { video })
  }

  async chooseMicrophone(deviceId: string): Promise<MediaStreamTrack | null> {
    const audio = { ...microphoneConstraints, deviceId: { exact: deviceId } }
    return this.#choose('microphone', { audio })
  }

  stop(): void {
    if (this.#listening) {
      this.#listening = false
      navigator.mediaDevices.removeEventListener('devicechange', this.#onDeviceChange)
    }
    this.#stopTrack('camera')
    this.#stopTrack('microphone')
    this.#stopMeter()
    this.phase = 'idle'
  }

  async #ask(): Promise<MediaStream> {
    try {
      return await navigator.mediaDevices.getUserMedia({
        video: cameraConstraints,
        audio: microphoneConstraints,
      })
    } catch (error) {
      if (captureFailure(error) !== 'no-device') throw error
      return navigator.mediaDevices.getUserMedia({ video: cameraConstraints })
    }
  }

  async #choose(
    kind: 'camera' | 'microphone',
    constraints: MediaStreamConstraints,
  ): Promise<MediaStreamTrack | null> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(constraints)
      this.#stopTrack(kind)
      this.#take(stream)
      this.failure = null
      return this[kind]
    } catch (error) {
      this.failure = captureFailure(error)
      return null
    }
  }

  #take(stream: MediaStream): void {
    const [camera] = stream.getVideoTracks()
    const [microphone] = stream.getAudioTracks()
    if (camera) {
      this.camera = camera
      camera.addEventListener('ended', () => this.#onEnded('camera', camera))
    }
    if (microphone) {
      this.microphone = microphone
      microphone.addEventListener('ended', () => this.#onEnded('microphone', microphone))
      this.#startMeter(microphone)
    }
  }

  /** Fires when the device is pulled or permission withdrawn; not when we stop a track ourselves. */
  #onEnded(kind: 'camera' | 'microphone', track: MediaStreamTrack): void {
    if (this[kind] !== track) return
    this[kind] = null
    if (kind === 'camera') this.#fail('unplugged')
    else this.levelDb = silenceDb
  }

  readonly #onDeviceChange = (): void => void this.#list()

  async #list(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices()
    this.cameras = devices.filter((device) => device.kind === 'videoinput')
    this.microphones = devices.filter((device) => device.kind === 'audioinput')
  }

  #fail(failure: CaptureFailure): void {
    this.failure = failure
    this.phase = 'failed'
  }

  #stopTrack(kind: 'camera' | 'microphone'): void {
    const track = this[kind]
    this[kind] = null
    track?.stop()
  }

  #startMeter(track: MediaStreamTrack): void {
    this.#stopMeter()
    const audio = new AudioContext()
    const analyser = audio.createAnalyser()
    analyser.fftSize = 2048
    audio.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let peakAtMs = 0
    this.#audio = audio
    this.#meter = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const now = rmsDb(samples)
      // Falls slowly, as a needle does, so that a syllable can be read.
      this.levelDb = Math.max(now, this.levelDb - 2)
      if (now < this.peakDb && Date.now() - peakAtMs < peakMemoryMs) return
      this.peakDb = now
      peakAtMs = Date.now()
    }, levelIntervalMs)
  }

  #stopMeter(): void {
    clearInterval(this.#meter)
    void this.#audio?.close()
    this.#audio = null
    this.levelDb = silenceDb
    this.peakDb = silenceDb
  }
}
