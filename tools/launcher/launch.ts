import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { step } from '../bootstrap/progress.mjs'
import { endRunningCommands } from '../bootstrap/run-command.mjs'
import { resolveWorker } from '../mediasoup-worker/resolve.ts'
import { startApps } from './apps.ts'
import { assertRoom, mediaPrograms, publicAddress, removeFolders } from './checks.ts'
import { ensureControlRoomBuild } from './control-room-build.ts'
import { lockDataDir, type DataDirLock } from './data-dir-lock.ts'
import { startDatabase } from './database.ts'
import { seedDemoShow } from './demo.ts'
import type { LaunchOptions } from './options.ts'
import { assertPortFree, freePorts, mediaPorts } from './ports.ts'
import { readySchema, type Ready } from './ready.schema.ts'
import { readOrCreateSecret } from './secret.ts'
import { Supervisor } from './supervisor.ts'

const INTERRUPT_GRACE_MS = 3_000

export type Launch = {
  /** Rejects with a SetupProblem when something cannot be had; what runs by then has to be stopped. */
  ready: Promise<Ready>
  /** Ends every process and gives the data folder back. */
  stop(): Promise<void>
  /** Ends every process without asking. */
  kill(): Promise<void>
}

/** @param onGiveUp is told the name of a process that keeps dying */
export function launch(options: LaunchOptions, onGiveUp: (name: string) => void): Launch {
  let lock: DataDirLock | undefined
  let madeFolders: readonly string[] = []
  const supervisor = new Supervisor((children) => void lock?.record(children), onGiveUp)
  const bringUp = async (): Promise<Ready> => {
    const address = publicAddress(options.host)
    const origin = process.env['STALLCAST_ORIGIN'] || `http://${inUrl(address)}:${options.port}`
    const programs = mediaPrograms()
    madeFolders = await assertRoom(options.dataDir)
    lock = await lockDataDir(options.dataDir, origin)
    // One that an earlier start left would be taken for ours.
    if (options.readyFile) await rm(options.readyFile, { force: true })
    if (lock.healed.length > 0) {
      const names = lock.healed.map(({ name }) => name).join(', ')
      process.stderr.write(`Ended what an earlier, killed start had left: ${names}.\n`)
    }
    // After the lock: orphans of this folder may have held the port until now.
    await assertPortFree(options.host, options.port)
    const workers = Number(process.env['MEDIA_WORKERS'] || 1)
    const mediaPort = await mediaPorts(options.host, options.port, options.mediaPort, workers)
    const [relayPort = 0, emulatorPort = 0, databasePort = 0] = await freePorts(3)
    const worker = await resolveWorker()
    const secret = await readOrCreateSecret(options.dataDir)
    // The build keeps one core busy; the database and the demo have the other.
    const [databaseUrl, shows] = await together(async () => {
      const url = await startDatabase(supervisor, options.dataDir, databasePort)
      const seeded = options.demo
        ? await seedDemoShow({
            databaseUrl: url,
            dataDir: options.dataDir,
            origin,
            secret,
            ffmpegPath: programs.ffmpegPath,
          })
        : []
      return [url, seeded] as const
    }, ensureControlRoomBuild)
    await step('Starting relay, worker and control room', () =>
      startApps(supervisor, {
        ...programs,
        host: options.host,
        port: options.port,
        origin,
        dataDir: options.dataDir,
        secret,
        databaseUrl,
        relayPort,
        emulatorPort,
        media: {
          port: mediaPort,
          workers,
          announcedAddress:
            process.env['MEDIA_ANNOUNCED_ADDRESS'] ||
            (address === options.host ? undefined : address),
        },
        workerBin: worker.path,
      }),
    )
    const ready = readySchema.parse({
      origin,
      relay: `http://127.0.0.1:${relayPort}`,
      pid: process.pid,
      dataDir: options.dataDir,
      shows,
    })
    if (options.readyFile) await writeReadyFile(options.readyFile, ready)
    return ready
  }
  const starting = bringUp()
  return {
    ready: starting,
    async stop() {
      await supervisor.stop()
      endRunningCommands()
      await Promise.race([starting.catch(() => undefined), sleep(INTERRUPT_GRACE_MS)])
      // What the interrupted start brought to life meanwhile.
      await supervisor.stop()
      if (options.readyFile) await removeOwnReadyFile(options.readyFile)
      await lock?.release()
      // A start that failed early leaves no folder of its own.
      await removeFolders(madeFolders)
    },
    kill: () => supervisor.kill(),
  }
}

/** Runs both; when one fails the other is still waited for, so that nothing goes on in the dark. */
async function together<T>(first: () => Promise<T>, second: () => Promise<unknown>): Promise<T> {
  const [one, other] = await Promise.allSettled([first(), second()])
  if (one.status === 'rejected') throw one.reason
  if (other.status === 'rejected') throw other.reason
  return one.value
}

async function writeReadyFile(file: string, ready: Ready): Promise<void> {
  const fresh = `${file}.${process.pid}`
  await writeFile(fresh, `${JSON.stringify(ready, null, 2)}\n`)
  await rename(fresh, file)
}

async function removeOwnReadyFile(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.includes(`"pid": ${process.pid},`)) await rm(file, { force: true })
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
