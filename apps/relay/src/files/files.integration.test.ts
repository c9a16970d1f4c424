import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role, Seat } from '@stallcast/shared/crew'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpApp, errorHandler } from '../infra/http.ts'
import { createFiles } from './index.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let test: TestDatabase
let dir: string
let server: Server
let base: string

beforeAll(async () => {
  test = await startTestDatabase()
  await test.run(
    `insert into shows (id, slug, title, currency, planned_start_ms) values ('s', 's', 'S', 'EUR', 0), ('t', 't', 'T', 'EUR', 0)`,
  )
  dir = await mkdtemp(join(tmpdir(), 'stallcast-files-'))
  const seat = async (_request: unknown, showId: string, role: string): Promise<Seat> => ({
    sessionId: 'x',
    showId,
    role: role as Role,
    personName: 'Edda',
    tint: 0,
  })
  const app = createHttpApp()
  app.use('/api', createFiles({ database: test.database, dir, seat, now: () => 5 }))
  app.use(errorHandler(pino({ level: 'silent' })))
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/shows`
})
afterAll(async () => {
  server.close()
  await rm(dir, { recursive: true, force: true })
  await test.stop()
})

type Answer = { file: { id: string; mime: string; sizeBytes: number }; error: { code: string } }

async function send(
  bytes: Buffer,
  options: { as?: string; name?: string; image?: boolean } = {},
): Promise<Answer> {
  const { as = 'editor', name = 'Tisch übersicht.png', image = false } = options
  const answer = await fetch(`${base}/s/files?as=${as}${image ? '&image=1' : ''}`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'x-file-name': encodeURIComponent(name) },
  })
  return (await answer.json()) as Answer
}

describe('files', () => {
  it('RD90 a file comes back as it went in, its type read from its bytes', async () => {
    const { file } = await send(png, { name: 'page.html' })
    expect(file).toMatchObject({ mime: 'image/png', sizeBytes: png.length })
    const answer = await fetch(`${base}/s/files/${file.id}?as=finance`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('RD91 what could run as a page is only ever downloaded', async () => {
    const { file } = await send(Buffer.from('<script>alert(1)</script>'), { name: 'x.html' })
    const answer = await fetch(`${base}/s/files/${file.id}?as=host`)
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  })

  it('RD92 too large, empty, no picture, no right: refused, and nothing stays on the disk', async () => {
    const before = await readdir(join(dir, 'shows', 's'))
    expect((await send(Buffer.alloc(25_000_001))).error.code).toBe('file.too-large')
    expect((await send(Buffer.alloc(0))).error.code).toBe('file.empty')
    expect((await send(png, { as: 'finance' })).error.code).toBe('auth.forbidden')
    expect((await send(png, { name: ' ' })).error.code).toBe('input.invalid')
    expect(await readdir(join(dir, 'shows', 's'))).toEqual(before)
    const noImage = await send(Buffer.from('just words'), { image: true })
    expect(noImage.error.code).toBe('file.not-image')
    expect(await readdir(join(dir, 'shows', 's'))).toEqual(before)
  })

  it('RD93 the same bytes lie on the disk once; a file of another show is not found', async () => {
    const before = await readdir(join(dir, 'shows', 's'))
    const { file } = await send(png)
    expect(await readdir(join(dir, 'shows', 's'))).toEqual(before)
    const answer = await fetch(`${base}/t/files/${file.id}?as=host`)
    expect(answer.status).toBe(404)
    const viewer = await fetch(`${base}/s/files/${file.id}?as=viewer`)
    expect(viewer.status).toBe(403)
  })
})
