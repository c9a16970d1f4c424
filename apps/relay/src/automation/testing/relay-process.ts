import { fork, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NewApiKey } from '@stallcast/shared/automation'
import { newCueFields, type Trigger } from '@stallcast/shared/rundown'
import { createApiKey } from '@stallcast/store/automation'
import { createDocumentLog } from '@stallcast/store/collab'
import { createInvite, createShow, inviteToken, openInvite } from '@stallcast/store/crew'
import { saveShowSources } from '@stallcast/store/media'
import { freePort, startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import * as Y from 'yjs'
import { createDocument, cueMap } from '../../collab/index.ts'
import { makeLoopFile } from '../../media/testing/test-media.ts'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
export const secret = '5a'.repeat(32)
export const showId = 'automated'
export const slug = 'evening-show'

export type TestCue = { id: string; title: string; durationMs?: number; number?: string }

/** The relay as it runs in the product, a process of its own on a real database, that can be killed and started anew. */
export class RelayProcess {
  readonly test: TestDatabase
  readonly dataDir: string
  readonly port: number
  readonly oscPort: number
  readonly #mediaPort: number
  #child: ChildProcess | null = null

  constructor(test: TestDatabase, dataDir: string, ports: [number, number, number]) {
    this.test = test
    this.dataDir = dataDir
    ;[this.port, this.oscPort, this.#mediaPort] = ports
  }

  static async create(): Promise<RelayProcess> {
    const test = await startTestDatabase()
    const dataDir = await mkdtemp(join(tmpdir(), 'stallcast-automation-'))
    const ports: [number, number, number] = [
      await freePort(),
      await freeUdpPort(),
      await freePort(),
    ]
    await createShow(test.database, {
      id: showId,
      slug,
      title: 'Evening show',
      subtitle: '',
      currency: 'EUR',
      timeZone: 'UTC',
      plannedStartMs: Date.now(),
    })
    return new RelayProcess(test, dataDir, ports)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get database() {
    return this.test.database
  }

  /** Two cameras, on keys 1 and 2. */
  async addCameras(): Promise<void> {
    for (const [number, color] of [
      [1, 'red'],
      [2, 'blue'],
    ] as const) {
      const file = join(this.dataDir, `${color}.mp4`)
      await makeLoopFile(file, { color, hz: 300 * number })
      await saveShowSources(this.database, showId, [
        { sourceId: `cam${number}`, number, label: `Camera ${number}`, file },
      ])
    }
  }

  /** Writes into the document as it lies in the log: before the relay starts. */
  async writeDocument(edit: (doc: Y.Doc) => void): Promise<void> {
    const log = createDocumentLog(this.database)
    const name = `show:${showId}:rundown`
    const { updates } = await log.load(name)
    const doc = createDocument('rundown')
    for (const { update } of updates) Y.applyUpdate(doc, update)
    const before = Y.encodeStateVector(doc)
    doc.transact(() => edit(doc))
    await log.append(name, [
      {
        seq: (updates.at(-1)?.seq ?? 0) + 1,
        update: Y.encodeStateAsUpdate(doc, before),
        sessionId: null,
        role: null,
        personName: 'Test',
        paths: [],
        atMs: Date.now(),
      },
    ])
  }

  async start(): Promise<void> {
    const child = fork(main, [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        DATABASE_URL: this.test.url,
        REDIS_URL: '',
        STALLCAST_DATA_DIR: this.dataDir,
        STALLCAST_ORIGIN: this.url,
        STALLCAST_SECRET: secret,
        PORT: String(this.port),
        OSC_PORT: String(this.oscPort),
        OSC_HOST: '127.0.0.1',
        AUTOMATION_ALLOWED_NETWORKS: 'loopback',
        MEDIA_PORT: String(this.#mediaPort),
        LOG_LEVEL: 'error',
      },
    })
    this.#child = child
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)))
    })
  }

  /** Ends the process, by default as a power cut would. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM')
    await this.test.stop()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  async key(scopes: NewApiKey['scopes'], name = 'Deck'): Promise<string> {
    const made = await createApiKey(this.database, {
      name,
      scopes,
      hours: null,
      showId,
      createdBy: 'Test',
    })
    return made.key
  }

  /** A producer's cookie, as the page of the producer has it. */
  async producerCookie(): Promise<string> {
    const invite = await createInvite(this.database, {
      showId,
      role: 'producer',
      label: 'Pat',
      tint: 0,
      expiresAt: new Date(Date.now() + 3_600_000),
    })
    const opened = await openInvite(this.database, secret, await inviteToken(secret, invite))
    return `${opened.cookie.name}=${opened.cookie.value}`
  }
}

export function addCues(cues: readonly TestCue[]): (doc: Y.Doc) => void {
  return (doc) => {
    for (const [place, { id, title, durationMs = 60_000, number = null }] of cues.entries()) {
      const order = `a${place}`
      const scalars = newCueFields({ order, createdAt: 1, durationMs, number })
      doc.getMap('cues').set(id, cueMap({ ...scalars, title, notes: '', script: '' }))
    }
  }
}

export function addTrigger(trigger: Omit<Trigger, 'deletedAt' | 'createdAt' | 'enabled'>) {
  return (doc: Y.Doc): void => {
    const { id, ...fields } = trigger
    const entries = Object.entries({ ...fields, enabled: true, deletedAt: null, createdAt: 1 })
    doc.getMap('triggers').set(id, new Y.Map<unknown>(entries))
  }
}

function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.once('error', reject)
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => resolve(port))
    })
  })
}
