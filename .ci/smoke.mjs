import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

// Usage: smoke.mjs WORK_FOLDER REPORT. Starts the product as a person does, opens every link, stops it.
const [work = '', report = ''] = process.argv.slice(2)
const dataDir = join(work, 'data')
const readyFile = join(work, 'ready.json')
const READY_WITHIN_MS = 300_000

let passed = 0
let failed = 0

/**
 * @param {string} what
 * @param {boolean} holds
 * @param {unknown} [detail]
 */
function check(what, holds, detail = '') {
  if (holds) passed += 1
  else failed += 1
  process.stdout.write(`${holds ? '✓' : '✗'} smoke: ${what}${holds ? '' : ` ${detail}`}\n`)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** Processes that were started for our data folder: every one of them has it in its environment or arguments. */
function leftProcesses() {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false
    try {
      const about = ['environ', 'cmdline'].map((file) =>
        readFileSync(`/proc/${name}/${file}`, 'utf8'),
      )
      return about.some((text) => text.includes(dataDir))
    } catch {
      return false
    }
  })
}

const port = await freePort()
const product = spawn(
  'npm',
  [
    'start',
    '--silent',
    '--',
    `--ready-file=${readyFile}`,
    `--data-dir=${dataDir}`,
    `--port=${port}`,
  ],
  { stdio: 'inherit' },
)
const exited = once(product, 'exit')

const deadline = performance.now() + READY_WITHIN_MS
while (!existsSync(readyFile) && product.exitCode === null && performance.now() < deadline) {
  await sleep(50)
}
check('npm start becomes ready', existsSync(readyFile))
if (existsSync(readyFile)) {
  const ready = JSON.parse(readFileSync(readyFile, 'utf8'))
  check('the ready file names the data folder', ready.dataDir === dataDir, ready.dataDir)
  check('the demo show is there', ready.shows.length > 0)
  for (const url of [`${ready.origin}/healthz`, `${ready.relay}/healthz`]) {
    check(`${url} answers`, (await statusOf(url)) === 200, await statusOf(url))
  }
  for (const [role, url] of Object.entries(ready.shows[0]?.links ?? {})) {
    const status = await statusOf(String(url))
    check(`the ${role} link opens`, status === 200, `${status} ${url}`)
  }
  const wrong = await statusOf(`${ready.origin}/join/not-a-link`)
  check('a wrong link is refused', wrong >= 400 && wrong < 500, wrong)
}

product.kill('SIGTERM')
const [code] = await exited
check('it stops when asked', code === 0, `exit code ${code}`)
check('no lock is left', !existsSync(join(dataDir, 'launcher.json')))
check('no process is left', leftProcesses().length === 0, leftProcesses().join(' '))
writeFileSync(report, JSON.stringify({ passed, failed }))
process.exit(failed === 0 ? 0 : 1)

/**
 * The status after redirects, with the cookies that were set on the way, as in a browser.
 * @param {string} url
 */
async function statusOf(url) {
  /** @type {Map<string, string>} */
  const cookies = new Map()
  let next = url
  for (let hop = 0; hop < 5; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    await response.arrayBuffer()
    const location = response.headers.get('location')
    if (!location || response.status < 300 || response.status > 399) return response.status
    next = new URL(location, next).href
  }
  return 508
}
