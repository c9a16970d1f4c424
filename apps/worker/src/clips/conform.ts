import type { ClipPlan } from '@stallcast/shared/clips'
import type { FrozenRun } from './freeze.ts'

const sampleRate = 48_000

/**
 * ffmpeg's arguments for a clip: each run decoded on its epoch's clock, laid on the clip's grid of pictures
 * at one size, its sound cut to exactly as many samples; joined and encoded once (CL6 to CL8).
 * H.264 High + AAC with the index in front: what phones and social networks take.
 */
export function conformArgs(plan: ClipPlan, runs: readonly FrozenRun[], target: string): string[] {
  const size = clipSize(runs)
  const used = plan.pieces.map((piece) => {
    const run = runs[piece.run]
    if (!run) throw new Error(`piece of run ${piece.run}, which is not there`)
    return { piece, run }
  })
  let placed = 0
  const chains = used.flatMap(({ piece, run }, input) => {
    const from = samplesAt(placed, plan.frameRate)
    placed += piece.frames
    const samples = samplesAt(placed, plan.frameRate) - from
    return [
      pictureChain(input, run.firstFrameTicks, piece, plan.frameRate, size),
      soundChain(input, run, samplesAt(piece.leadFrames, plan.frameRate), samples),
    ]
  })
  const pads = used.map((_, input) => `[v${input}][a${input}]`).join('')
  const graph = [...chains, `${pads}concat=n=${used.length}:v=1:a=1[v][a]`].join(';')
  const encoding = [
    '-map [v] -map [a] -c:v libx264 -preset veryfast -crf 20 -profile:v high',
    `-r ${plan.frameRate} -fps_mode cfr -video_track_timescale 90000`,
    `-c:a aac -b:a 160k -ar ${sampleRate} -movflags +faststart -f mp4`,
  ]
  const inputs = used.flatMap(({ run }) => ['-i', run.file])
  const options = encoding.join(' ').split(' ')
  return ['-copyts', ...inputs, '-filter_complex', graph, ...options, target]
}

/** A still from the clip, small enough for a list. */
export function posterArgs(clip: string, plan: ClipPlan, target: string): string[] {
  const atSeconds = (plan.durationMs / 3000).toFixed(3)
  return [
    '-ss',
    atSeconds,
    '-i',
    clip,
    '-frames:v',
    '1',
    '-vf',
    'scale=640:-2',
    '-q:v',
    '3',
    target,
  ]
}

/** That of the largest run, in even numbers (4:2:0 halves them). */
export function clipSize(runs: readonly FrozenRun[]): { width: number; height: number } {
  const [largest] = runs.toSorted((a, b) => b.width * b.height - a.width * a.height)
  const even = (value: number) => Math.max(2, Math.floor(value / 2) * 2)
  return { width: even(largest?.width ?? 2), height: even(largest?.height ?? 2) }
}

function pictureChain(
  input: number,
  firstFrameTicks: number,
  piece: { leadFrames: number; frames: number },
  frameRate: number,
  size: { width: number; height: number },
): string {
  const { width, height } = size
  const filters = [
    'settb=1/90000',
    `setpts=PTS-${firstFrameTicks}`,
    // Pictures before the first one shown were only needed to decode it.
    'trim=start_pts=-45',
    `fps=fps=${frameRate}:start_time=0:round=near`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease`,
    `pad=${width}:${height}:-1:-1`,
    'setsar=1',
    'format=yuv420p',
    `tpad=start=${piece.leadFrames}:start_mode=clone:stop=-1:stop_mode=clone`,
    `trim=end_frame=${piece.frames}`,
    'setpts=PTS-STARTPTS',
  ]
  return `[${input}:v:0]${filters.join(',')}[v${input}]`
}

function soundChain(input: number, run: FrozenRun, leadSamples: number, samples: number): string {
  const end = `atrim=end_sample=${samples},asetpts=PTS-STARTPTS[a${input}]`
  if (!run.hasAudio) return `anullsrc=r=${sampleRate}:cl=stereo,${end}`
  const filters = [
    `asettb=1/${sampleRate}`,
    `asetpts=PTS-${Math.round((run.firstFrameTicks * sampleRate) / 90_000)}`,
    'atrim=start_pts=0',
    // Holes in the sound become silence, and a late start too: it stays with the picture.
    `aresample=${sampleRate}:async=1000:first_pts=0`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    `adelay=${leadSamples}S:all=1`,
    'apad',
  ]
  return `[${input}:a:0]${filters.join(',')},${end}`
}

function samplesAt(frame: number, frameRate: number): number {
  return Math.round((frame * sampleRate) / frameRate)
}
