import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

export type Person = {
  name: string
  page: Page
  context: BrowserContext
  /** Everything the page complained about: a passing journey has none. */
  complaints: string[]
  close(): Promise<void>
}

/** One browser process of its own for one person, as on six machines. */
export async function openBrowser(
  name: string,
  viewport: { width: number; height: number },
): Promise<Person> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: flags,
  })
  const context = await browser.newContext({
    viewport,
    permissions: ['camera', 'microphone'],
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
  return { name, page, context, complaints, close: () => browser.close() }
}

/** The system's Chromium, or the one that CHROMIUM_PATH names. */
export function chromiumPath(): string {
  const candidates = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const found = candidates.find((path) => path && existsSync(path))
  if (!found) throw new Error('no Chromium: install the chromium package or set CHROMIUM_PATH')
  return found
}

/** Keeps a picture when SCREENSHOTS names a folder. */
export async function picture(person: Person, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await person.page.screenshot({ path: join(folder, `${name}.png`) })
}
