import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sheet from './sources.json' with { type: 'json' }
import type { SourceId } from './sound.ts'

export const sourceIds = ['cam1', 'cam2', 'cam3', 'slate'] as const satisfies readonly SourceId[]

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
    const total = sourceIds.length * sheet.loopFrames
    // What draws is only loaded when there is something to draw: most starts find it done.
    const { makeLoop } = await import('./loop.ts')
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

/** Whatever shapes the footage: these sources. A change in any of them makes it anew. */
async function recipeHash(): Promise<string> {
  const here = new URL('./', import.meta.url)
  const names = ['encode.ts', 'loop.ts', 'sound.ts', 'sources.json'].concat(
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
