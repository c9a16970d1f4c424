import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDocumentLog } from '@stallcast/store/collab'
import type { Dialect } from './dialect.ts'
import { startPostgres, type BenchPostgres } from './postgres.ts'
import { rundownState } from './rundown.ts'
import { startServer, type ServerProcess } from './server-process.ts'

/** Starts either server with a fresh run of show of so many cues in it. */
export type Stage = {
  postgres: BenchPostgres
  /** @returns the server and the name of its document */
  play<T>(
    dialect: Dialect,
    cues: number,
    act: (server: ServerProcess, docName: string) => Promise<T>,
  ): Promise<T>
  stop(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const postgres = await startPostgres()
  const log = createDocumentLog(postgres.database)
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  let shows = 0
  return {
    postgres,
    async play(dialect, cues, act) {
      shows += 1
      const docName = `show:bench-${shows}:rundown`
      const update = rundownState(cues)
      const file = join(folder, `${cues}.bin`)
      await writeFile(file, update)
      const author = { sessionId: null, role: null, personName: 'Bench' }
      await log.append(docName, [{ seq: 1, update, paths: [], atMs: Date.now(), ...author }])
      const server = await startServer(dialect, dialect === 'stallcast' ? postgres.url : file)
      try {
        return await act(server, docName)
      } finally {
        await server.kill()
      }
    },
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
