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

const { loopFrames } = sheet

const scenes: Record<SourceId, { draw: (t: number) => string; burnt: string | null }> = {
  cam1: { draw: hostWide, burnt: '1 Host wide' },
  cam2: { draw: tableTop, burnt: '2 Table top' },
  cam3: { draw: stall, burnt: '3 Stall' },
  slate: { draw: slate, burnt: null },
}

/** Makes `{work}/{id}.mp4`. @param onFrame called for each picture drawn */
export async function makeLoop(
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
