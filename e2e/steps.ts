import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Person } from './browsers.ts'

/** How long a screen may take on a busy machine before it counts as broken. */
export const long = Number(process.env['E2E_PATIENCE_MS'] ?? 60_000)

/** Waits until `read` gives what is wanted; says what it gave last when it never does. */
export function eventually<T>(read: () => Promise<T> | T, timeout = long) {
  return expect.poll(read, { timeout, interval: 200 })
}

export function stateOf(locator: Locator, name: string): Promise<string | null> {
  return locator.first().getAttribute(name)
}

export function tile(page: Page, sourceId: string): Locator {
  return page.locator(`[data-testid="source-tile"][data-source-id="${sourceId}"]`)
}

export function row(page: Page, title: string): Locator {
  return page.getByTestId('cue-row').filter({ hasText: title }).first()
}

/** Presses a key of the desk with the focus in no field. */
export async function press(person: Person, key: string): Promise<void> {
  await person.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await person.page.keyboard.press(key)
}

/** Presses a hold-to-confirm button as long as it asks for. */
export async function holdDown(person: Person, testId: string): Promise<void> {
  const box = await person.page.getByTestId(testId).first().boundingBox()
  if (!box) throw new Error(`${testId} is not on the screen`)
  await person.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await person.page.mouse.down()
  await person.page.waitForTimeout(1_200)
  await person.page.mouse.up()
}

/** Length of the picture of a video file, in seconds. */
export async function durationOf(file: string): Promise<number> {
  const wanted = ['-select_streams', 'v:0', '-show_entries', 'stream=duration']
  const { stdout } = await promisify(execFile)('ffprobe', [
    '-v',
    'error',
    ...wanted,
    '-of',
    'default=nw=1:nk=1',
    file,
  ])
  return Number(stdout.trim())
}

/** Seconds on the desk's on-air clock. */
export async function clockSeconds(page: Page): Promise<number> {
  const [, h = '0', m = '0', s = '0'] =
    /(\d+):(\d+):(\d+)/.exec(await page.getByTestId('on-air-clock').innerText()) ?? []
  return Number(h) * 3600 + Number(m) * 60 + Number(s)
}

/** Process id of one of the programs that the launcher has started. */
export async function pidOf(dataDir: string, name: string): Promise<number> {
  const text = await readFile(join(dataDir, 'launcher.json'), 'utf8')
  const { children } = JSON.parse(text) as { children: { name: string; pid: number }[] }
  const child = children.find((each) => each.name === name)
  if (!child) throw new Error(`the launcher does not name ${name}`)
  return child.pid
}
