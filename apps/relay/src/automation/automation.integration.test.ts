import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  changeAutomationSettings,
  createOutput,
  createRule,
  listDeliveries,
  oscToken,
  webhookSecret,
  type Output,
} from '@stallcast/store/automation'
import { readEvents } from '@stallcast/store/rundown'
import { Webhook } from 'standardwebhooks'
import { apiClient } from './testing/api-client.ts'
import { OscPeer, WebhookReceiver } from './testing/receivers.ts'
import { addCues, addTrigger, RelayProcess, secret, showId, slug } from './testing/relay-process.ts'

let relay: RelayProcess
let lights: OscPeer
let hooks: WebhookReceiver
let webhook: Output
let osc: Output

beforeAll(async () => {
  relay = await RelayProcess.create()
  lights = await OscPeer.start()
  hooks = await WebhookReceiver.start()
  const { database } = relay
  webhook = await createOutput(database, {
    showId,
    name: 'Our server',
    target: { kind: 'webhook', url: hooks.url },
  })
  osc = await createOutput(database, {
    showId,
    name: 'Lights',
    target: { kind: 'osc', host: '127.0.0.1', port: lights.port },
  })
  const on = (cueId: string, moment: 'start' | 'end' | 'load' | 'warning' | 'danger') => ({
    cueId,
    on: moment,
  })
  await relay.writeDocument((doc) => {
    addCues([
      { id: 'one', title: 'One' },
      { id: 'two', title: 'Two' },
      { id: 'short', title: 'Short', durationMs: 2_000 },
      { id: 'last', title: 'Last' },
    ])(doc)
    const address = (word: string) => ({
      type: 'osc' as const,
      outputId: osc.id,
      address: `/cue/${word}`,
      args: [1, word],
    })
    addTrigger({ id: 'two-start', ...on('two', 'start'), action: address('two-start') })(doc)
    addTrigger({ id: 'one-end', ...on('one', 'end'), action: address('one-end') })(doc)
    addTrigger({ id: 'short-load', ...on('short', 'load'), action: address('short-load') })(doc)
    addTrigger({ id: 'short-warn', ...on('short', 'warning'), action: address('warn') })(doc)
    addTrigger({
      id: 'two-hook',
      ...on('two', 'start'),
      action: { type: 'webhook', outputId: webhook.id },
    })(doc)
    addTrigger({
      id: 'two-mark',
      ...on('two', 'start'),
      action: { type: 'mark', label: 'Two begins', durationMs: 2_000 },
    })(doc)
    addTrigger({
      id: 'two-cut',
      ...on('two', 'start'),
      action: { type: 'bus.cut', sourceId: 'not-there' },
    })(doc)
    addTrigger({ id: 'last-start', ...on('last', 'start'), action: address('last-start') })(doc)
    addTrigger({ id: 'last-danger', ...on('last', 'danger'), action: address('danger') })(doc)
  })
  await relay.start()
})
afterAll(async () => {
  lights.close()
  hooks.close()
  await relay.stop()
})
afterEach(() => {
  lights.heard.length = 0
  hooks.received.length = 0
  hooks.answer = () => ({ status: 204 })
})

const within = { timeout: 15_000 }
const fired = async (type: string) =>
  (await readEvents(relay.database, showId, 0)).filter((event) => event.type === type)
const words = () => lights.heard.map(({ address }) => address)

describe('what goes out', () => {
  it('AU13 signs webhooks so that a receiver that knows only the standard can trust them', async () => {
    await createRule(relay.database, {
      showId,
      eventType: 'cueTaken',
      outputId: webhook.id,
      message: null,
    })
    const call = apiClient(relay, await relay.key(['clock']))
    await call('POST', '/clock/jump', { cueId: 'one' })
    await expect.poll(() => hooks.received.length, within).toBe(1)
    const [{ headers, body } = { headers: {}, body: '' }] = hooks.received
    const verifier = new Webhook(webhookSecret(secret, webhook.id, webhook.secretRound))
    const verified = verifier.verify(body, headers as Record<string, string>)
    expect(verified).toMatchObject({ type: 'cueTaken', showId, data: { cueId: 'one' } })
    expect(() => verifier.verify(`${body} `, headers as Record<string, string>)).toThrow(
      'No matching signature',
    )
  })

  it('AU12 fills what a rule tells an OSC peer from the event, whole numbers as numbers', async () => {
    await createRule(relay.database, {
      showId,
      eventType: 'timeAdded',
      outputId: osc.id,
      message: { address: '/note', args: ['Cue {cueId}', '{deltaMs}', 7, true] },
    })
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/add-time', { seconds: 5 })
    await expect
      .poll(() => lights.heard, within)
      .toContainEqual({ address: '/note', args: ['Cue one', 5_000, 7, true] })
  })

  it('AU14 tries again under the same id, and not once more when it has been taken', async () => {
    hooks.answer = (nth) => ({ status: nth === 1 ? 503 : 200 })
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/jump', { cueId: 'one' })
    await expect.poll(() => hooks.received.length, within).toBe(2)
    expect(new Set(hooks.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    await expect
      .poll(lastHook, within)
      .toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 200 })
  })

  it('AU14 loses nothing when the relay is killed before the receiver answers', async () => {
    hooks.answer = () => ({ status: 500 })
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/jump', { cueId: 'one' })
    await expect.poll(() => hooks.received.length, within).toBe(1)
    await relay.kill()
    hooks.answer = () => ({ status: 200 })
    await relay.start()
    await expect.poll(() => hooks.received.length, { timeout: 45_000 }).toBe(2)
    expect(new Set(hooks.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('AU15 follows no redirect', async () => {
    hooks.answer = () => ({ status: 302, headers: { location: 'http://169.254.169.254/' } })
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/jump', { cueId: 'one' })
    await expect
      .poll(lastHook, within)
      .toMatchObject({ state: 'failed', lastStatus: 302, attempts: 1 })
    expect(hooks.received).toHaveLength(1)
  })
})

describe('OSC in', () => {
  it('AU20 is deaf until the producer opens it', async () => {
    const token = oscToken(secret, showId, 1)
    await lights.send(relay.oscPort, `/stallcast/${slug}/${token}/jump/2`)
    await lights.send(relay.oscPort, `/stallcast/${slug}/jump/2`)
    expect(await onAir()).toBe('one')
  })

  it('AU20 takes a cue for a packet with the token, and for none without', async () => {
    await changeAutomationSettings(relay.database, showId, { oscEnabled: true })
    const token = oscToken(secret, showId, 1)
    await expect
      .poll(async () => {
        await lights.send(relay.oscPort, `/stallcast/${slug}/jump/3`)
        await lights.send(relay.oscPort, `/stallcast/${slug}/t-aaaaaaaaaaaaaaaa/jump/3`)
        await lights.send(relay.oscPort, `/stallcast/${slug}/${token}/load`, 1)
        await lights.send(relay.oscPort, `/stallcast/${slug}/${token}/jump`, 4)
        return onAir()
      }, within)
      .toBe('last')
    const takes = await fired('cueTaken')
    expect(takes.map(({ data }) => data['cueId'])).not.toContain('short')
    expect(takes.at(-1)?.actor.name).toBe('OSC 127.0.0.1')
  })

  it('AU20 lets an address that the producer named leave the token out; AU2 scopes hold', async () => {
    await changeAutomationSettings(relay.database, showId, { oscSenders: ['127.0.0.0/8'] })
    await expect
      .poll(async () => {
        await lights.send(relay.oscPort, `/stallcast/${slug}/jump/1`)
        return onAir()
      }, within)
      .toBe('one')
    const before = (await readEvents(relay.database, showId, 0)).length
    await lights.send(relay.oscPort, `/stallcast/${slug}/cut/slate`)
    await lights.send(relay.oscPort, `/stallcast/${slug}/hold`)
    await expect.poll(async () => (await fired('showHeld')).length, within).toBe(1)
    const rows = (await readEvents(relay.database, showId, 0)).slice(before)
    expect(rows.map(({ type }) => type)).not.toContain('sourceTaken')
  })

  it('AU21 asks nothing when a button is let go, and survives what is no OSC', async () => {
    await lights.send(relay.oscPort, `/stallcast/${slug}/resume`, 0)
    await lights.sendRaw(relay.oscPort, Buffer.from('/stallcast\0\0'))
    await lights.sendRaw(relay.oscPort, Buffer.alloc(1_000, 0xff))
    await lights.sendRaw(relay.oscPort, Buffer.alloc(9_000, 0x2f))
    await lights.send(relay.oscPort, `/stallcast/${slug}/add`, 3)
    await expect
      .poll(async () => (await fired('timeAdded')).at(-1)?.data['deltaMs'], within)
      .toBe(3_000)
    expect(await fired('showResumed')).toHaveLength(0)
    await lights.send(relay.oscPort, `/stallcast/${slug}/resume`, 1)
    await expect.poll(async () => (await fired('showResumed')).length, within).toBe(1)
  })
})

describe('triggers of cues', () => {
  it('AU30 fires when a cue is taken and when the one before ends, and writes down what came of it', async () => {
    const before = (await fired('triggerFired')).length
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/jump', { cueId: 'two' })
    await expect
      .poll(words, within)
      .toEqual(expect.arrayContaining(['/cue/one-end', '/cue/two-start']))
    await expect.poll(() => hooks.types, within).toContain('trigger')
    await expect
      .poll(async () => (await fired('triggerFailed')).at(-1)?.data, within)
      .toMatchObject({ triggerId: 'two-cut', action: 'bus.cut', reason: 'That source has gone.' })
    await expect.poll(async () => (await fired('triggerFired')).length - before, within).toBe(4)
    const reader = apiClient(relay, await relay.key(['read']))
    const marks = (await reader('GET', '/marks')).body['marks'] as { label: string }[]
    expect(marks.filter(({ label }) => label === 'Two begins')).toHaveLength(1)
  })

  it('AU31 fires when a cue stands by, and at its warning, once for each taking', async () => {
    const call = apiClient(relay, await relay.key(['clock']))
    await call('POST', '/clock/load', { cueId: 'short' })
    await expect.poll(words, within).toContain('/cue/short-load')
    await call('POST', '/clock/go')
    await expect.poll(words, within).toContain('/cue/warn')
    await call('POST', '/clock/add-time', { seconds: 1 })
    await call('POST', '/clock/hold')
    await call('POST', '/clock/resume')
    await relay.kill('SIGTERM')
    await relay.start()
    await call('POST', '/clock/jump', { cueId: 'short' })
    await expect.poll(() => words().filter((word) => word === '/cue/warn').length, within).toBe(2)
  })

  it('AU30 fires once for a taking, also when the relay is killed right after it', async () => {
    const call = apiClient(relay, await relay.key(['clock']))
    const before = (await fired('triggerFired')).filter(isLast).length
    await call('POST', '/clock/jump', { cueId: 'last' })
    await relay.kill()
    await relay.start()
    await expect
      .poll(async () => (await fired('triggerFired')).filter(isLast).length - before, within)
      .toBe(1)
    await relay.kill()
    await relay.start()
    await call('POST', '/clock/hold')
    await expect.poll(async () => (await fired('showHeld')).length, within).toBeGreaterThan(1)
    expect((await fired('triggerFired')).filter(isLast).length - before).toBe(1)
    expect(words().filter((word) => word === '/cue/last-start').length).toBeLessThanOrEqual(1)
  })

  it('AU32 fires nothing in a rehearsal, unless the producer asks for it; the log never hears of it', async () => {
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/end')
    const logged = (await readEvents(relay.database, showId, 0)).length
    const rehearse = await rehearsal()
    await rehearse('two')
    await changeAutomationSettings(relay.database, showId, { fireInRehearsal: true })
    await rehearse('one')
    await rehearse('two')
    await expect.poll(words, within).toContain('/cue/two-start')
    // Moments are carried out in order: had the first rehearsal fired, it would be here twice.
    expect(words().filter((word) => word === '/cue/two-start')).toHaveLength(1)
    const rows = (await readEvents(relay.database, showId, 0)).slice(logged)
    expect(rows.filter(({ domain }) => domain === 'automation')).toEqual([])
  })
})

async function lastHook() {
  const deliveries = await listDeliveries(relay.database, showId, 20)
  return deliveries.find(({ outputId, title }) => outputId === webhook.id && title === 'cueTaken')
}

const isLast = ({ data }: { data: Record<string, unknown> }) => data['triggerId'] === 'last-start'

async function onAir(): Promise<unknown> {
  const { body } = await apiClient(relay, await relay.key(['read']))('GET', '/state')
  return (body['onAir'] as { id?: string } | null)?.id ?? null
}

/** Rehearses over the producer's own socket: keys cannot. */
async function rehearsal(): Promise<(cueId: string) => Promise<void>> {
  const { io } = await import('socket.io-client')
  const socket = io(relay.url, {
    query: { show: showId, as: 'producer' },
    extraHeaders: { cookie: await relay.producerCookie() },
    transports: ['websocket'],
  })
  await new Promise((resolve) => socket.once('snapshot', resolve))
  await socket.emitWithAck('command', { type: 'clock.rehearse', on: true })
  let seen: string | null = null
  socket.on('state', ({ domain, state }) => {
    if (domain === 'rehearsal') seen = state.clock?.cue?.id ?? null
  })
  return async (cueId) => {
    const ack = await socket.emitWithAck('command', {
      type: 'clock.jump',
      expectedCueId: seen,
      cueId,
    })
    expect(ack).toMatchObject({ ok: true })
    await expect.poll(() => seen, within).toBe(cueId)
  }
}
