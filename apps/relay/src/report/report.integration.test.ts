import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { systemActor, type Role } from '@stallcast/shared/crew'
import type { Baseline, ShowReport } from '@stallcast/shared/rundown'
import { appendEvents, readEvents } from '@stallcast/store/rundown'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpApp, errorHandler } from '../infra/http.ts'
import { reportRouter, ReportService } from './index.ts'

const minute = 60_000
const plan: Baseline = {
  atMs: 0,
  startMs: 0,
  endMs: 5 * minute,
  cues: [
    {
      cueId: 'a',
      number: '1',
      title: 'Ärmel, gold',
      group: null,
      startMs: 0,
      durationMs: 5 * minute,
    },
  ],
}

let test: TestDatabase
let service: ReportService
let server: Server
let base: string
let plans = 0

beforeAll(async () => {
  test = await startTestDatabase()
  await test.run(
    `insert into shows (id, slug, title, currency, time_zone, planned_start_ms) values ('s', 'market', 'S', 'EUR', 'Europe/Lisbon', 0)`,
  )
  service = new ReportService({
    database: test.database,
    plan: async () => {
      plans += 1
      return plan
    },
    now: () => 7 * minute,
  })
  const app = createHttpApp()
  app.use(
    '/api',
    reportRouter({
      database: test.database,
      service,
      seat: async (_request, showId, role) => ({
        sessionId: 'x',
        showId,
        role: role as Role,
        personName: 'x',
        tint: 0,
      }),
    }),
  )
  app.use(errorHandler(pino({ level: 'silent' })))
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/shows/s`
})
afterAll(async () => {
  server.close()
  await test.stop()
})

async function log(atMs: number, type: string, data: Record<string, unknown> = {}): Promise<void> {
  await appendEvents(test.database, {
    showId: 's',
    domain: 'clock',
    atMs,
    actor: systemActor,
    events: [{ type, data }],
  })
}

describe('report', () => {
  it('RD80 RD86 the log and the plan of the first GO make the report, however long the log is', async () => {
    await log(0, 'showStarted', { cueId: 'a' })
    await log(0, 'cueTaken', { cueId: 'a', title: 'Ärmel, gold', plannedMs: 5 * minute })
    for (const event of await readEvents(test.database, 's', 0)) await service.react(event)
    await appendEvents(test.database, {
      showId: 's',
      domain: 'bus',
      atMs: minute,
      actor: systemActor,
      events: Array.from({ length: 2_500 }, (_, index) => ({
        type: 'sourceTaken',
        data: { index },
      })),
    })
    await log(6 * minute, 'showEnded', { cueId: 'a' })
    expect(plans).toBe(1)
    const answer = await fetch(`${base}/report?as=finance`)
    const { report } = (await answer.json()) as { report: ShowReport }
    expect(report).toMatchObject({ state: 'ended', overMs: minute, plannedEndMs: 5 * minute })
    expect(report.lines).toHaveLength(1)
    expect(report.lines[0]).toMatchObject({ actualMs: 6 * minute, overMs: minute })
  })

  it('RD85 the CSV is a file for the crew, in the time of the show', async () => {
    const answer = await fetch(`${base}/report.csv?as=producer`)
    expect(answer.headers.get('content-disposition')).toContain('market-report.csv')
    const csv = await answer.text()
    expect(csv).toContain('1,"Ärmel, gold",,01:00:00,01:00:00,0,300,360,60,0,0,0,0.00')
    expect((await fetch(`${base}/report.csv?as=guest`)).status).toBe(403)
  })
})
