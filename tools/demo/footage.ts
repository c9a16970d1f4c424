import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import resvg from '@resvg/resvg-js'
import sheet from './sources.json' with { type: 'json' }
import { encodeAudio, encodeVideo, framesPerSecond, joinLoop } from './encode.ts'
import { burnIn } from './scenes/burn-in.ts'
import { definitions } from './scenes/draw.ts'
import { hostWide } from './scenes/host-wide.ts'
import { slate } from './scenes/slate.ts'
import { stall } from './scenes/stall.ts'
import { tableTop } from './scenes/table-top.ts'
import { loopSound, type SourceId } from './sound.ts'

export const loopFrames = sheet.loopFrames
export const sourceIds = ['cam1', 'cam2', 'cam3', 'slate'] as const satisfies readonly SourceId[]

const scenes: Record<SourceId, { draw: (t: number) => string; burnt: string | null }> = {
  cam1: { draw: hostWide, burnt: '1 Host wide' },
  cam2: { draw: tableTop, burnt: '2 Table top' },
  cam3: { draw: stall, burnt: '3 Stall' },
  slate: { draw: slate, burnt: null },
}

export type FootageOptions = {
  /** Folder for the four files; made when it is not there. */
  dir: string
  ffmpegPath: string
  /** Share of the work that is done, 0 to 1, several times a second. */
  onProgress?: (done: number) => void
}

/**
 * Makes `cam1.mp4`, `cam2.mp4`, `cam3.mp4` and `slate.mp4` in `dir`, unless they are there already, made by
 * this very source: 12 s, 640x360, 25 pictures a second, H.264 baseline and Opus, seamless when looped.
 * Nothing half made is ever seen under these names. @returns whether anything had to be made
 */
export async function makeFootage(options: FootageOptions): Promise<{ made: boolean }> {
  const recipe = await recipeHash()
  const marker = join(options.dir, 'footage.json')
  if (await isCurrent(options.dir, marker, recipe)) return { made: false }
  await mkdir(options.dir, { recursive: true })
  await removeLeftovers(options.dir)
  const work = await mkdtemp(join(options.dir, `${workPrefix}${process.pid}-`))
  try {
    let drawn = 0
    const total = sourceIds.length * loopFrames
    for (const id of sourceIds) {
      await makeLoop(id, options.ffmpegPath, work, () => {
        drawn += 1
        if (drawn % 8 === 0 || drawn === total) options.onProgress?.(drawn / total)
      })
    }
    await rm(marker, { force: true })
    for (const id of sourceIds)
      await rename(join(work, `${id}.mp4`), join(options.dir, `${id}.mp4`))
    await writeFile(join(work, 'footage.json'), JSON.stringify({ recipe }))
    await rename(join(work, 'footage.json'), marker)
    return { made: true }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function makeLoop(
  id: SourceId,
  ffmpegPath: string,
  work: string,
  onFrame: () => void,
): Promise<void> {
  const picture = join(work, `${id}.picture.mp4`)
  const sound = join(work, `${id}.ogg`)
  const loop = loopSound(id, loopFrames / framesPerSecond)
  const thrice = new Int16Array(loop.length * 3)
  for (const turn of [0, 1, 2]) thrice.set(loop, turn * loop.length)
  await encodeAudio(ffmpegPath, thrice, sound)
  await encodeVideo(ffmpegPath, (frame) => drawFrame(id, frame), loopFrames, picture, onFrame)
  await joinLoop(picture, sound, loopFrames, join(work, `${id}.mp4`))
}

/** RGBA pixels of one frame, 640x360. */
export async function drawFrame(id: SourceId, frame: number): Promise<Uint8Array> {
  const image = await resvg.renderAsync(frameSvg(id, frame), {
    font: { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'Inter' },
  })
  return image.pixels
}

export function frameSvg(id: SourceId, frame: number): string {
  const scene = scenes[id]
  const burnt = scene.burnt ? burnIn(scene.burnt, frame, framesPerSecond) : ''
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">' +
    `${definitions}${scene.draw(frame / loopFrames)}${burnt}</svg>`
  )
}

const require = createRequire(import.meta.url)
const fonts = [
  '500Medium/Inter_500Medium',
  '700Bold/Inter_700Bold',
  '800ExtraBold/Inter_800ExtraBold',
].map((name) => require.resolve(`@expo-google-fonts/inter/${name}.ttf`))

/** Whatever shapes the footage: these sources. A change in any of them makes it anew. */
async function recipeHash(): Promise<string> {
  const here = new URL('./', import.meta.url)
  const names = ['encode.ts', 'footage.ts', 'sound.ts', 'sources.json'].concat(
    (await readdir(new URL('scenes/', here))).toSorted().map((name) => `scenes/${name}`),
  )
  const hash = createHash('sha256')
  for (const name of names) hash.update(name).update(await readFile(new URL(name, here)))
  return hash.digest('hex')
}

async function isCurrent(dir: string, marker: string, recipe: string): Promise<boolean> {
  try {
    const made: unknown = JSON.parse(await readFile(marker, 'utf8'))
    const same = typeof made === 'object' && made !== null && 'recipe' in made
    if (!same || made.recipe !== recipe) return false
    for (const id of sourceIds) if ((await stat(join(dir, `${id}.mp4`))).size === 0) return false
    return true
  } catch {
    return false
  }
}

const workPrefix = '.making-'

/** Two starts may draw at once: only the work of a process that is no more is taken away. */
async function removeLeftovers(dir: string): Promise<void> {
  const left = (await readdir(dir)).filter((name) => {
    const pid = Number(name.slice(workPrefix.length).split('-')[0])
    return name.startsWith(workPrefix) && !isAlive(pid)
  })
  await Promise.all(left.map((name) => rm(join(dir, name), { recursive: true, force: true })))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
