import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, picture, type Person } from './browsers.ts'
import { startProduct, type Product } from './product.ts'
import { eventually, long, pidOf, press, row, stateOf } from './steps.ts'

/**
 * The run of show as a crew works with it before and during a show: writing together, away from the network, through
 * links to one view, from files and from controllers. Each step goes on from where the one before it left the show.
 */
const desk = { width: 1600, height: 980 }
const phone = { width: 390, height: 844 }

let product: Product
let host: Person
let producer: Person
let observer: Person
let viewer: Person

beforeAll(async () => {
  product = await startProduct()
  host = await openBrowser('host', desk)
  producer = await openBrowser('producer', desk)
  observer = await openBrowser('observer', phone)
  viewer = await openBrowser('viewer', phone)
}, 20 * 60_000)

afterAll(async () => {
  await Promise.all([host, producer, observer, viewer].map((one) => one?.close()))
  await product?.stop()
  await product?.remove()
}, 120_000)

async function openPage(person: Person, path: string, size = desk): Promise<Person> {
  const page = await person.context.newPage()
  page.on('pageerror', (error) => person.complaints.push(`${path}: ${error.message}`))
  await page.setViewportSize(size)
  await page.goto(`${product.origin}${path}`)
  return { ...person, page }
}

const cueIds = (page: Page): Promise<string[]> =>
  page.getByTestId('cue-row').evaluateAll((rows) => rows.map((each) => each.dataset['cueId'] ?? ''))
const script = (page: Page) => page.getByTestId('cue-script')

describe('the run of show', () => {
  it('host and producer find the same show, in blocks', async () => {
    await Promise.all([
      host.page.goto(product.show.links.host),
      producer.page.goto(product.show.links.producer),
    ])
    for (const { page } of [host, producer]) {
      await page.getByTestId('cue-row').first().waitFor({ timeout: long })
      await eventually(() => page.getByTestId('group-row').count()).toBe(2)
    }
    await picture(producer, 'rundown-desk')
  })

  it('both write in one script at once, formatted, and nothing is lost', async () => {
    for (const { page } of [host, producer]) {
      await row(page, 'Potter in Lisbon').getByTestId('cue-handle').click()
      await script(page).waitFor({ timeout: long })
      await script(page).click()
    }
    await host.page.keyboard.press('Control+Home')
    await producer.page.keyboard.press('Control+End')
    await Promise.all([
      host.page.keyboard.type('First, a word. ', { delay: 15 }),
      producer.page.keyboard.type(' And a last word.', { delay: 15 }),
    ])
    for (const { page } of [host, producer]) {
      await eventually(() => script(page).innerText()).toMatch(
        /First, a word\. .*And a last word\./s,
      )
    }
    await host.page.keyboard.press('Control+Home')
    await host.page.keyboard.press('Control+Shift+ArrowRight')
    await host.page.keyboard.press('Control+b')
    await eventually(() => script(producer.page).innerHTML()).toMatch(/First/)
    await picture(host, 'rundown-script')
  })

  it('an edit made while the relay is gone arrives when it is back', async () => {
    process.kill(await pidOf(product.dataDir, 'relay'), 'SIGKILL')
    await eventually(() =>
      stateOf(host.page.getByTestId('connection'), 'data-connection'),
    ).not.toBe('live')
    await row(host.page, 'Thanks and teaser').getByTestId('cue-title').click()
    await host.page.getByTestId('cue-input').fill('Thanks, written in the dark')
    await host.page.keyboard.press('Enter')
    await row(producer.page, 'Thanks, written in the dark').waitFor({ timeout: long })
    await eventually(() => stateOf(host.page.getByTestId('unsent'), 'data-count')).toBe('0')
  })

  it('the history tells who wrote it', async () => {
    await producer.page.getByTestId('history-open').click()
    const change = producer.page.getByTestId('history-change').filter({ hasText: 'in the dark' })
    await change.first().waitFor({ timeout: long })
    await eventually(() => producer.page.getByTestId('history').innerText()).toMatch(/Hanna/)
    await picture(producer, 'rundown-history')
    await producer.page.keyboard.press('Escape')
  })

  it('a bad file changes nothing; a good one is shown first, imported in one go, and undone in one', async () => {
    const before = await cueIds(producer.page)
    const folder = join(product.dataDir, '..')
    const bad = join(folder, 'bad.csv')
    const good = join(folder, 'good.csv')
    await writeFile(bad, 'Title,Length\r\nSponsor film,soon\r\n')
    await writeFile(
      good,
      'Title,Length,Notes\r\nSponsor film,0:45,From the drive\r\nRaffle,3:00,\r\n',
    )
    const open = async (file: string) => {
      await producer.page.getByTestId('exchange-menu').click()
      await producer.page.getByTestId('exchange-import').click()
      await producer.page.getByTestId('import-file').setInputFiles(file)
    }
    await open(bad)
    await producer.page.getByTestId('import-problems').waitFor({ timeout: long })
    await picture(producer, 'rundown-import-problems')
    await producer.page.keyboard.press('Escape')
    expect(await cueIds(producer.page)).toEqual(before)

    await open(good)
    await producer.page.getByTestId('import-plan').waitFor({ timeout: long })
    await picture(producer, 'rundown-import')
    await producer.page.getByTestId('import-apply').click()
    await row(host.page, 'Sponsor film').waitFor({ timeout: long })
    await row(host.page, 'Raffle').waitFor({ timeout: long })
    await producer.page.getByTestId('undo').click()
    await eventually(() => cueIds(host.page)).toEqual(before)
  })

  it('a comment calls the host, who answers by standing by', async () => {
    for (const { page } of [host, producer]) {
      await row(page, 'Enamel flask').getByTestId('cue-handle').click()
    }
    await producer.page.getByTestId('tab-comments').first().click()
    await producer.page.getByTestId('comment-box').last().fill('@Hanna lid first, please')
    await producer.page.getByTestId('comment-send').last().click()
    await eventually(() => host.page.getByTestId('tab-comments').first().innerText()).toMatch(/1/)
    await host.page.getByTestId('tab-comments').first().click()
    await eventually(() => host.page.getByTestId('comment').first().innerText()).toMatch(
      /lid first/,
    )
    await picture(host, 'comments')
    await host.page.getByRole('tab', { name: 'Talk' }).first().click()
    await host.page.getByTestId('ack-standby').first().click()
    await producer.page.getByRole('tab', { name: 'Talk' }).first().click()
    await eventually(() => producer.page.getByTestId('acks').first().innerText()).toMatch(
      /host stands by/,
    )
    for (const { page } of [host, producer]) {
      await page.getByRole('tab', { name: 'Script' }).first().click()
    }
  })

  it('a link to one view shows what it grants and nothing else, and ends at once', async () => {
    const frames: string[] = []
    observer.page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(payload.toString())),
    )
    const asked = await producer.page.request.post(
      `${product.origin}/api/shows/${product.show.id}/invites?as=producer`,
      {
        data: {
          role: 'observer',
          label: 'Sound desk',
          hours: 4,
          view: { view: 'cuesheet', columns: ['number', 'title', 'notes'], writable: ['notes'] },
        },
      },
    )
    expect(asked.status()).toBe(201)
    const { invite } = (await asked.json()) as { invite: { id: string; link: string } }
    await observer.page.goto(invite.link)
    await observer.page.getByTestId('cuesheet').waitFor({ timeout: long })
    await eventually(() => observer.page.getByTestId('cuesheet').innerText()).toMatch(
      /Harbour roast, tasting/,
    )
    await picture(observer, 'observer-cuesheet')
    await row(host.page, 'Second Q&A').getByTestId('cue-handle').click()
    await script(host.page).click()
    await host.page.keyboard.type('unheard of')
    await host.page.waitForTimeout(1_000)
    expect(frames.length).toBeGreaterThan(0)
    expect(frames.join()).not.toMatch(/unheard|good evening from the harbour/i)
    const ended = await producer.page.request.delete(
      `${product.origin}/api/shows/${product.show.id}/invites/${invite.id}?as=producer`,
    )
    expect(ended.ok()).toBe(true)
    await observer.page.getByTestId('refused').waitFor({ timeout: long })
  })

  it('a rehearsal runs the clock and leaves no trace', async () => {
    await producer.page.getByTestId('clock-menu').click()
    await producer.page.getByTestId('clock-rehearse').click()
    await eventually(() => producer.page.getByText(/rehears/i).count()).toBeGreaterThan(0)
    await press(producer, 'KeyG')
    await eventually(() => stateOf(row(host.page, 'Welcome and theme'), 'data-state')).toBe(
      'on-air',
    )
    await picture(producer, 'rehearsal')
    await producer.page.getByTestId('clock-menu').click()
    await producer.page.getByTestId('clock-rehearse').click()
    await eventually(() => stateOf(row(host.page, 'Welcome and theme'), 'data-state')).toBe('next')
    const answer = await producer.page.request.get(
      `${product.origin}/api/shows/${product.show.id}/report?as=producer`,
    )
    expect(await answer.json()).toMatchObject({ report: { state: 'not-started' } })
  })

  it('a message reaches the stage, and who sent it sees that it was seen', async () => {
    const stage = await openPage(host, `/shows/${product.show.id}/stage?as=host`, phone)
    await producer.page.getByTestId('stage-text').fill('Wrap this in 60 seconds')
    await producer.page.getByTestId('stage-send').click()
    await stage.page.getByTestId('stage-inbox-message').waitFor({ timeout: long })
    await picture(stage, 'stage-message')
    await stage.page.getByTestId('stage-acknowledge').click()
    await eventually(() => producer.page.getByTestId('stage-message').first().innerText()).toMatch(
      /seen by/i,
    )
    await stage.page.close()
  })

  it('whoever holds the prompter scrolls it on every screen', async () => {
    const path = `/shows/${product.show.id}/prompter`
    const reader = await openPage(host, `${path}?as=host`, phone)
    const far = await openPage(producer, `${path}?as=producer`)
    const scrolled = (person: Person) =>
      person.page.getByTestId('prompter-text').evaluate((text) => text.scrollTop)
    await reader.page.getByTestId('prompter-take').click()
    await eventually(() => far.page.getByRole('toolbar').innerText()).toMatch(/Hanna drives/)
    await reader.page.getByTestId('prompter-play').click()
    await eventually(() => scrolled(far)).toBeGreaterThan(60)
    await reader.page.getByTestId('prompter-play').click()
    await picture(far, 'prompter')
    await picture(reader, 'prompter-phone')
    await Promise.all([reader.page.close(), far.page.close()])
  })

  it('a controller takes the next cue with its key, and the desks follow', async () => {
    const page = await openPage(producer, `/shows/${product.show.id}/automation?as=producer`)
    await page.page.getByTestId('new-key').click()
    await page.page.getByLabel('Name of the key').fill('Stream Deck')
    await page.page.getByTestId('make-key').click()
    const key = await page.page.getByTestId('fresh-key').inputValue({ timeout: long })
    await picture(page, 'automation-key')
    await page.page.close()
    const go = (authorization: string) =>
      viewer.page.request.post(`${product.origin}/api/v1/shows/${product.show.id}/clock/go`, {
        headers: { authorization },
        data: {},
      })
    expect((await go('Bearer nobody')).status()).toBe(401)
    const answer = await go(`Bearer ${key}`)
    expect([200, 204]).toContain(answer.status())
    for (const { page: each } of [host, producer]) {
      await eventually(() => stateOf(row(each, 'Welcome and theme'), 'data-state')).toBe('on-air')
    }
  })

  it('crew and public see what comes: cuesheet, operator, backstage, timeline, paper, programme, report', async () => {
    const show = `/shows/${product.show.id}`
    const views: [path: string, testId: string, wanted: RegExp][] = [
      [`${show}/cuesheet?as=producer`, 'cuesheet', /Enamel flask/],
      [`${show}/operator?as=producer`, 'operator-now', /Welcome and theme/],
      [`${show}/backstage?as=host`, 'backstage', /Harbour roast/],
      [`${show}/timeline?as=producer`, 'timeline-view', /Enamel flask/],
      [`${show}/print?as=producer`, 'print-sheet', /Keep|Good evening|Show the/],
      [`${show}/report?as=producer`, 'report', /Welcome and theme/],
    ]
    for (const [path, testId, wanted] of views) {
      const person = path.endsWith('host') ? host : producer
      const view = await openPage(person, path)
      await eventually(() => view.page.getByTestId(testId).innerText()).toMatch(wanted)
      const name = path.split('/').at(-1)?.split('?')[0] ?? ''
      await picture(view, `view-${name}`)
      await view.page.setViewportSize(phone)
      // The picture is for people: let the rows find their new places first.
      await view.page.waitForTimeout(800)
      await picture(view, `view-${name}-phone`)
      await view.page.close()
    }
    await viewer.page.goto(`${product.show.links.shop}/programme`)
    await eventually(() => viewer.page.getByTestId('programme').innerText()).toMatch(
      /Enamel flask, flash price/,
    )
    expect(await viewer.page.getByTestId('programme').innerText()).not.toMatch(/Making of/)
    await picture(viewer, 'programme')
  })

  it('no page broke on the way', () => {
    const complaints = [host, producer, observer, viewer].flatMap((person) => person.complaints)
    expect(complaints).toEqual([])
  })
})
