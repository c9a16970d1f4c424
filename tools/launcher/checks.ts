import { mkdir, rmdir, stat, statfs } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { dirname } from 'node:path'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { findCommand, installHint } from '../bootstrap/system-packages.mjs'

export const NEEDED_FREE_BYTES = 500 * 1024 * 1024

/**
 * Makes the data folder unless it is there.
 * @returns the folders that were made, the outermost first
 * @throws SetupProblem when it cannot be made, or its disk is (nearly) full; new folders are gone again
 */
export async function assertRoom(
  dataDir: string,
  neededBytes = NEEDED_FREE_BYTES,
): Promise<readonly string[]> {
  const made: string[] = []
  try {
    await makeFolder(dataDir, made)
  } catch (error) {
    await removeFolders(made)
    throw new SetupProblem(
      `The data folder ${dataDir} cannot be used: ${error instanceof Error ? error.message : error}.`,
      'choose another one with --data-dir D',
    )
  }
  const freeBytes = await freeBytesOf(dataDir)
  if (freeBytes >= neededBytes) return made
  await removeFolders(made)
  throw new SetupProblem(
    `The disk of ${dataDir} is full: ${inMegabytes(freeBytes)} MB free, ${inMegabytes(neededBytes)} MB needed.`,
    'free some space, or choose a folder on another disk with --data-dir D',
  )
}

/**
 * Makes a folder and those above it, and notes each in `made`. One by one: mkdir's own `recursive`
 * never ends where the system says that a new folder's parent is missing though it is there (/proc).
 */
async function makeFolder(dir: string, made: string[]): Promise<void> {
  if (await isFolder(dir)) return
  if (dirname(dir) !== dir) await makeFolder(dirname(dir), made)
  try {
    await mkdir(dir)
    made.push(dir)
  } catch (error) {
    // Another start may have made it meanwhile; a file of that name is in the way for good.
    if (!(await isFolder(dir))) throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}

/** The innermost first. One that holds anything by now stays, and so do those above it. */
export async function removeFolders(made: readonly string[]): Promise<void> {
  for (const dir of made.toReversed()) await rmdir(dir).catch(() => undefined)
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
