import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { cacheDir } from '../bootstrap/paths.mjs'

const overlayDir = new URL('overlay/', import.meta.url).pathname

const packageSchema = z.object({ version: z.string() })

/** Where the installed mediasoup package lies, and its version. */
export async function mediasoupPackage(): Promise<{ dir: string; version: string }> {
  const entry = createRequire(import.meta.url).resolve('mediasoup')
  const dir = dirname(dirname(dirname(entry)))
  const text = await readFile(join(dir, 'package.json'), 'utf8')
  return { dir, version: packageSchema.parse(JSON.parse(text)).version }
}

/**
 * The folder in the cache that holds the worker for this mediasoup, this system and this way of
 * building it: a change in any of them means another binary.
 */
export async function workerCacheDir(): Promise<string> {
  const { version } = await mediasoupPackage()
  const key = [version, await systemRelease(), (await overlayHash()).slice(0, 12)].join('-')
  return join(cacheDir(), 'mediasoup-worker', key)
}

/** The overlay's files with their paths below it, in a stable order. */
export async function overlayFiles(): Promise<{ path: string; from: string }[]> {
  const entries = await readdir(overlayDir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((from) => ({ from, path: from.slice(overlayDir.length) }))
}

async function overlayHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const { from, path } of await overlayFiles()) {
    hash.update(`${path}\0`).update(await readFile(from))
  }
  // The edits to the source and the options of the build count as part of the overlay.
  for (const file of ['build.ts', 'source-edits.ts']) {
    hash.update(await readFile(new URL(file, import.meta.url)))
  }
  return hash.digest('hex')
}

/** E.g. `debian12-x64`: libraries differ in their binary interface between releases. */
async function systemRelease(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return `${field('ID') || platform()}${field('VERSION_ID')}-${arch()}`
}
