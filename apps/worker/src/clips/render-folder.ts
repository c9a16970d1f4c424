import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Who makes what in a work folder: read by the next worker, should this one be killed. */
type Owner = { host: string; workerPid: number; encoderPid: number | null }

export type WorkFolder = {
  path: string
  /** Notes the encoder that writes here. */
  encoderStarted(pid: number): Promise<void>
  /**
   * Puts the named files under the render's hash, in one step. When another worker was quicker, its files
   * stay and these go: they show the same.
   */
  publish(files: readonly string[]): Promise<void>
  /** Takes away whatever was not published. */
  remove(): Promise<void>
}

const workPrefix = '.work-'

/** The finished render with this hash, null when there is none. */
export async function finishedRender(
  clipsFolder: string,
  renderHash: string,
): Promise<string | null> {
  const folder = join(clipsFolder, renderHash)
  const found = await stat(join(folder, 'clip.mp4')).catch(() => null)
  return found?.isFile() ? folder : null
}

/** A folder of its own for one attempt at a render, beside where it will end up. */
export async function openWorkFolder(clipsFolder: string, renderHash: string): Promise<WorkFolder> {
  const path = join(clipsFolder, `${workPrefix}${renderHash.slice(0, 16)}-${randomUUID()}`)
  await mkdir(path, { recursive: true })
  const note = (encoderPid: number | null) =>
    writeFile(
      join(path, 'owner.json'),
      JSON.stringify({ host: hostname(), workerPid: process.pid, encoderPid } satisfies Owner),
    )
  await note(null)
  return {
    path,
    encoderStarted: note,
    async publish(files) {
      for (const file of files) await flush(join(path, file))
      for (const name of await readdir(path)) {
        if (!files.includes(name)) await rm(join(path, name), { recursive: true, force: true })
      }
      await rename(path, join(clipsFolder, renderHash)).catch(
        async (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
          await rm(path, { recursive: true, force: true })
        },
      )
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** On disk before anyone is told that it is there. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Takes away the work folders of workers that are no more, and ends the encoders that outlived them (CL12).
 * Folders of workers on other machines are left to them, unless they are a day old.
 */
export async function clearLeftovers(clipsFolder: string, nowMs: number): Promise<void> {
  const names = await readdir(clipsFolder).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(workPrefix))) {
    const path = join(clipsFolder, name)
    const owner = await readOwner(path)
    const made = await stat(path).catch(() => null)
    const old = made !== null && nowMs - made.mtimeMs > 86_400_000
    if (owner?.host === hostname() ? isAlive(owner.workerPid) : !old) continue
    if (owner?.encoderPid) await endEncoder(owner.encoderPid, path)
    await rm(path, { recursive: true, force: true })
  }
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(join(path, 'owner.json'), 'utf8')) as Owner
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Numbers of processes are used again: only one that names this very folder is ours. */
async function endEncoder(pid: number, path: string): Promise<void> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (!command.includes(path)) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
