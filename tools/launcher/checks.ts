import { mkdir, rmdir, statfs } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { findCommand, installHint } from '../bootstrap/system-packages.mjs'

export const NEEDED_FREE_BYTES = 500 * 1024 * 1024

/**
 * Makes the data folder unless it is there.
 * @throws SetupProblem when it cannot be made, or its disk is (nearly) full; a new folder is gone again
 */
export async function assertRoom(dataDir: string): Promise<void> {
  let made: string | undefined
  try {
    made = await mkdir(dataDir, { recursive: true })
  } catch (error) {
    throw new SetupProblem(
      `The data folder ${dataDir} cannot be used: ${error instanceof Error ? error.message : error}.`,
      'choose another one with --data-dir D',
    )
  }
  const freeBytes = await freeBytesOf(dataDir)
  if (freeBytes >= NEEDED_FREE_BYTES) return
  if (made) await rmdir(dataDir)
  throw new SetupProblem(
    `The disk of ${dataDir} is full: ${inMegabytes(freeBytes)} MB free, ${inMegabytes(NEEDED_FREE_BYTES)} MB needed.`,
    'free some space, or choose a folder on another disk with --data-dir D',
  )
}

export async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize
}

export function inMegabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024))
}

/** Full paths of ffmpeg and ffprobe. @throws SetupProblem when one is missing */
export function mediaPrograms(): { ffmpegPath: string; ffprobePath: string } {
  const ffmpegPath = findCommand(process.env['FFMPEG_PATH'] ?? 'ffmpeg')
  const ffprobePath = findCommand(process.env['FFPROBE_PATH'] ?? 'ffprobe')
  if (ffmpegPath && ffprobePath) return { ffmpegPath, ffprobePath }
  throw new SetupProblem(
    `${ffmpegPath ? 'ffprobe' : 'ffmpeg'} is not installed; it makes the demo cameras and renders the clips.`,
    installHint('ffmpeg'),
  )
}

/**
 * The address others reach this machine by, when the control room listens on all of them.
 * @returns `host` itself when it names one address
 */
export function publicAddress(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host
  const addresses = Object.values(networkInterfaces()).flat()
  return (
    addresses.find((one) => one && one.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.1'
  )
}
