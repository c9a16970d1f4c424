import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInvite, inviteToken, openInvite } from '@stallcast/store/crew'
import { apiClient } from './testing/api-client.ts'
import { OscPeer } from './testing/receivers.ts'
import { addCues, RelayProcess, secret, showId } from './testing/relay-process.ts'

let relay: RelayProcess
let lights: OscPeer
let cookie = ''
beforeAll(async () => {
  relay = await RelayProcess.create()
  lights = await OscPeer.start()
  await relay.writeDocument(addCues([{ id: 'one', title: 'One' }]))
  await relay.start()
  cookie = await relay.producerCookie()
})
afterAll(async () => {
  lights.close()
  await relay.stop()
})

type Answer = { status: number; body: Record<string, unknown> & { error?: { code: string } } }

async function ask(
  method: string,
  path: string,
  body?: unknown,
  as = { role: 'producer', cookie },
): Promise<Answer> {
  const url = `${relay.url}/api/shows/${showId}/automation${path}?as=${as.role}`
  const response = await fetch(url, {
    method,
    headers: { cookie: as.cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

async function seatOf(role: 'host' | 'editor') {
  const invite = await createInvite(relay.database, {
    showId,
    role,
    label: role,
    tint: 0,
    expiresAt: new Date(Date.now() + 60_000),
  })
  const opened = await openInvite(relay.database, secret, await inviteToken(secret, invite))
  return { role, cookie: `${opened.cookie.name}=${opened.cookie.value}` }
}

describe('the producer’s automation page', () => {
  it('AU2 is for the producer; who writes triggers gets the names of outputs, without secrets', async () => {
    const [host, editor] = [await seatOf('host'), await seatOf('editor')]
    expect((await ask('GET', '', undefined, host)).status).toBe(403)
    expect((await ask('POST', '/keys', {}, host)).status).toBe(403)
    expect((await ask('GET', '/outputs', undefined, host)).status).toBe(200)
    expect((await ask('GET', '/outputs', undefined, editor)).status).toBe(403)
  })

  it('AU2 shows a key once and never again, and ends it when asked', async () => {
    const wanted = { name: 'Deck', scopes: ['read'], hours: 24 }
    const { status, body } = await ask('POST', '/keys', wanted)
    expect(status).toBe(201)
    const key = String(body['key'])
    const call = apiClient(relay, key)
    expect((await call('GET', '/state')).status).toBe(200)
    const text = JSON.stringify((await ask('GET', '')).body)
    expect([text.includes('"Deck"'), text.includes(key)]).toEqual([true, false])
    const rows = await relay.database.selectFrom('api_keys').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(key)
    const id = (body['view'] as { id: string }).id
    expect((await ask('DELETE', `/keys/${id}`)).status).toBe(200)
    expect((await call('GET', '/state')).body['code']).toBe('key.revoked')
  })

  it('AU17 refuses an output in the server’s own network as it is typed in', async () => {
    const output = (url: string) =>
      ask('POST', '/outputs', { name: 'Sly', target: { kind: 'webhook', url } })
    for (const url of ['http://169.254.169.254/latest', 'http://10.0.0.5/', 'http://[fd00::1]/']) {
      expect([url, (await output(url)).body.error?.code]).toEqual([url, 'output.address'])
    }
    expect((await output('file:///etc/passwd')).body.error?.code).toBe('input.invalid')
  })

  it('AU18 really sends what is tested, and sends again under a new id', async () => {
    const target = { kind: 'osc', host: '127.0.0.1', port: lights.port }
    const made = await ask('POST', '/outputs', { name: 'Lights', target })
    const { id } = made.body['output'] as { id: string }
    const first = (await ask('POST', `/outputs/${id}/test`)).body['deliveryId'] as string
    const heard = () => lights.heard.map(({ address }) => address)
    await expect.poll(heard, { timeout: 10_000 }).toEqual(['/stallcast/test'])
    const again = (await ask('POST', `/deliveries/${first}/resend`)).body['deliveryId'] as string
    await expect.poll(heard, { timeout: 10_000 }).toHaveLength(2)
    expect(again).not.toBe(first)
    const rule = { eventType: 'cueTaken', outputId: id, message: null }
    expect((await ask('POST', '/rules', rule)).body.error?.code).toBe('input.invalid')
    const kept = { ...rule, message: { address: '/cue', args: ['{title}'] } }
    expect((await ask('POST', '/rules', kept)).status).toBe(201)
    expect((await ask('DELETE', `/outputs/${id}`)).status).toBe(200)
    expect((await ask('GET', '')).body['rules']).toEqual([])
  })

  it('AU20 makes the OSC token a new one, and takes only real networks as senders', async () => {
    const token = async () => ((await ask('GET', '')).body['osc'] as { token: string }).token
    const before = await token()
    await ask('POST', '/osc/token')
    expect(await token()).not.toBe(before)
    const wrong = await ask('PATCH', '/settings', { oscSenders: ['10.0.0.0/99'] })
    expect(wrong.body.error?.code).toBe('input.invalid')
    const right = await ask('PATCH', '/settings', { oscSenders: ['10.0.0.0/8'], oscEnabled: true })
    expect(right.body['settings']).toMatchObject({ oscEnabled: true, oscSenders: ['10.0.0.0/8'] })
  })
})
