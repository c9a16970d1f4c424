import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
  type EncodedPacket,
  type InputTrack,
} from 'mediabunny'

export const framesPerSecond = 25
/** Key frame distance; the loop is a whole number of them. */
const keyFrameEvery = 12
const audioFrameSeconds = 0.02

export type FrameSource = (frame: number) => Promise<Uint8Array>

/**
 * H.264, constrained baseline, level 3.1, one slice a frame, a key frame every 12, no scene cuts. The same
 * settings for every source: their parameter sets are alike, and a cut between sources needs no new ones.
 * @param read RGBA pixels of a frame, 640x360
 */
export async function encodeVideo(
  ffmpegPath: string,
  read: FrameSource,
  frames: number,
  file: string,
  onFrame: () => void,
): Promise<void> {
  const child = spawn(
    ffmpegPath,
    [
      '-v error -y -f rawvideo -pix_fmt rgba -s 640x360 -r 25 -i pipe:0',
      '-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
      '-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv',
      '-c:v libx264 -profile:v baseline -level 3.1 -preset medium -crf 22 -maxrate 700k -bufsize 500k',
      `-g ${keyFrameEvery} -keyint_min ${keyFrameEvery} -sc_threshold 0 -bf 0 -threads 1`,
      '-x264-params stitchable=1:slices=1 -bsf:v filter_units=remove_types=6 -f mp4',
    ]
      .join(' ')
      .split(' ')
      .concat(file),
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  const done = finished(child, 'the demo pictures')
  // Three frames are drawn at a time, on the thread pool; they are written in order.
  const ahead: Promise<Uint8Array>[] = []
  let asked = 0
  for (let frame = 0; frame < frames; frame++) {
    while (asked < frames && ahead.length < 3) ahead.push(read(asked++))
    const pixels = await ahead.shift()
    if (!child.stdin.writable) break
    if (!child.stdin.write(pixels)) await Promise.race([once(child.stdin, 'drain'), done])
    onFrame()
  }
  child.stdin.end()
  await done
}

/** Opus, 20 ms frames. `samples` should hold the loop several times: the encoder is warm in the middle one. */
export async function encodeAudio(
  ffmpegPath: string,
  samples: Int16Array,
  file: string,
): Promise<void> {
  const child = spawn(
    ffmpegPath,
    [
      ...'-v error -y -f s16le -ar 48000 -ac 2 -i pipe:0'.split(' '),
      ...'-c:a libopus -b:a 96k -frame_duration 20 -application audio -f ogg'.split(' '),
      file,
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  const done = finished(child, 'the demo sound')
  child.stdin.end(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength))
  await done
}

/**
 * Joins picture and sound packet by packet, so that both are exactly one loop long: `frames` pictures, and
 * the sound frames of the middle loop, numbered from zero.
 */
export async function joinLoop(
  videoFile: string,
  audioFile: string,
  frames: number,
  file: string,
): Promise<void> {
  const loopSeconds = frames / framesPerSecond
  const audioFrames = Math.round(loopSeconds / audioFrameSeconds)
  const video = await (await open(videoFile)).getPrimaryVideoTrack()
  const audio = await (await open(audioFile)).getPrimaryAudioTrack()
  if (!video || !audio) throw new Error('The demo loop lacks picture or sound')
  const pictures = await readPackets(video)
  const sounds = (await readPackets(audio)).slice(audioFrames, 2 * audioFrames)
  if (pictures.length !== frames || sounds.length !== audioFrames) {
    throw new Error(
      `The demo loop came out as ${pictures.length} pictures, ${sounds.length} sounds`,
    )
  }
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new BufferTarget(),
  })
  const videoSource = new EncodedVideoPacketSource('avc')
  const audioSource = new EncodedAudioPacketSource('opus')
  output.addVideoTrack(videoSource, { frameRate: framesPerSecond })
  output.addAudioTrack(audioSource)
  await output.start()
  const videoConfig = (await video.getDecoderConfig()) ?? undefined
  const audioConfig = (await audio.getDecoderConfig()) ?? undefined
  const picturesAdded = addAll(pictures, 1 / framesPerSecond, (packet, first) =>
    videoSource.add(packet, first && videoConfig ? { decoderConfig: videoConfig } : undefined),
  )
  const soundsAdded = addAll(sounds, audioFrameSeconds, (packet, first) =>
    audioSource.add(
      packet,
      first && audioConfig ? { decoderConfig: withoutPreSkip(audioConfig) } : undefined,
    ),
  )
  await Promise.all([picturesAdded, soundsAdded])
  await output.finalize()
  const { buffer } = output.target
  if (!buffer) throw new Error('The demo loop was not written')
  await writeFile(file, new Uint8Array(buffer))
}

async function addAll(
  packets: readonly EncodedPacket[],
  stepSeconds: number,
  add: (packet: EncodedPacket, first: boolean) => Promise<void>,
): Promise<void> {
  for (const [index, packet] of packets.entries()) {
    const placed = packet.clone({ timestamp: index * stepSeconds, duration: stepSeconds })
    await add(placed, index === 0)
  }
}

async function open(file: string): Promise<Input> {
  return new Input({ source: new BufferSource(await readFile(file)), formats: ALL_FORMATS })
}

async function readPackets(track: InputTrack): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet)
  return packets
}

/** The sound starts in the middle of a stream: nothing is to be skipped at its start (RFC 7845, 5.1). */
function withoutPreSkip(config: AudioDecoderConfig): AudioDecoderConfig {
  if (!config.description) return config
  const view = ArrayBuffer.isView(config.description)
    ? new Uint8Array(
        config.description.buffer,
        config.description.byteOffset,
        config.description.byteLength,
      )
    : new Uint8Array(config.description)
  const head = view.slice()
  head[10] = 0
  head[11] = 0
  return { ...config, description: head }
}

async function finished(
  child: {
    stdin: NodeJS.WritableStream
    stderr: NodeJS.ReadableStream
    once: NodeJS.EventEmitter['once']
  },
  what: string,
): Promise<void> {
  // An encoder that gives up closes its input; what it said on the way out is the reason to tell.
  child.stdin.on('error', () => undefined)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code: number | null) =>
      code === 0
        ? resolve()
        : reject(new Error(`ffmpeg could not make ${what}: ${said.trim().slice(-400)}`)),
    )
  })
}
