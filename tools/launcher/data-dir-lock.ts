import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { endProcesses, identify, isRunning } from './process-table.ts'

const processSchema = z.object({ pid: z.number().int(), startId: z.string() })

const lockSchema = z.object({
  launcher: processSchema,
  origin: z.string(),
  children: z.array(processSchema.extend({ name: z.string() })),
})

type LockState = z.infer<typeof lockSchema>
export type LockedChild = LockState['children'][number]

const ORPHAN_GRACE_MS = 8_000

export type DataDirLock = {
  /** The orphans of a launcher that was killed on this folder; they have been ended. */
  healed: readonly LockedChild[]
  /** Writes down what runs now, so that the next launcher can end it if this one is killed. */
  record(children: readonly LockedChild[]): Promise<void>
  release(): Promise<void>
}

/**
 * Takes the data folder for this process (`launcher.json` in it). The lock of a launcher that was
 * killed is taken over, after its children, known by number and birth, have been ended.
 * @throws SetupProblem when another launcher runs on the folder
 */
export async function lockDataDir(dataDir: string, origin: string): Promise<DataDirLock> {
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'launcher.json')
  let stale: LockState | undefined
  const state = (children: readonly LockedChild[]): LockState => ({
    launcher: identify(process.pid),
    origin,
    children: [...children],
  })
  // Our own lock names the orphans too: if we are killed while ending them, the next one goes on.
  while (!(await tryCreate(file, state(stale?.children ?? [])))) {
    stale = await takeAside(file, dataDir)
  }
  const orphans = (stale?.children ?? []).filter(isRunning)
  // The database last, and by the signal that does not wait for its clients.
  const [databases, apps] = partition(orphans, ({ name }) => name === 'postgres')
  await endProcesses(apps, 'SIGTERM', ORPHAN_GRACE_MS)
  await endProcesses(databases, 'SIGINT', ORPHAN_GRACE_MS)
  // Records overtake each other when children come and go quickly: one write after the other.
  let writing = Promise.resolve()
  return {
    healed: orphans,
    record(children) {
      writing = writing.then(() => writeAtomically(file, state(children)))
      return writing
    },
    async release() {
      await writing
      await rm(file, { force: true })
    },
  }
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

/** Creating by `link` is atomic and refuses when the file is there, unlike `rename`. */
async function tryCreate(file: string, state: LockState): Promise<boolean> {
  const fresh = `${file}.new-${randomUUID()}`
  await writeFile(fresh, JSON.stringify(state, null, 2))
  try {
    await link(fresh, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(fresh, { force: true })
  }
}

/** Moves a dead launcher's lock out of the way and returns what it said. */
async function takeAside(file: string, dataDir: string): Promise<LockState | undefined> {
  const judged = await readFile(file, 'utf8').catch(() => undefined)
  if (judged === undefined) return undefined
  const state = parseLock(judged)
  if (state && isRunning(state.launcher)) throw alreadyRunning(state, dataDir)
  const aside = `${file}.stale-${randomUUID()}`
  await rename(file, aside).catch(() => undefined)
  const taken = await readFile(aside, 'utf8').catch(() => undefined)
  // Another start was quicker, and this is its fresh lock: put it back.
  if (taken !== undefined && taken !== judged) await link(aside, file).catch(() => undefined)
  await rm(aside, { force: true })
  return taken === judged ? state : undefined
}

function parseLock(text: string): LockState | undefined {
  try {
    return lockSchema.parse(JSON.parse(text))
  } catch {
    // A half-written lock (full disk, power cut) belongs to nobody.
    return undefined
  }
}

function alreadyRunning({ launcher, origin }: LockState, dataDir: string): SetupProblem {
  return new SetupProblem(
    `Stallcast already runs on ${dataDir}: process ${launcher.pid}, ${origin}.`,
    `use that one, stop it with "kill ${launcher.pid}", or start another with --data-dir D --port N`,
  )
}

async function writeAtomically(file: string, state: LockState): Promise<void> {
  const fresh = `${file}.new-${randomUUID()}`
  await writeFile(fresh, JSON.stringify(state, null, 2))
  await rename(fresh, file)
}
