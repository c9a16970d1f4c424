/**
 * Progress of long steps, which may overlap. On a terminal: a single line with a spinner, the elapsed
 * time and the latest detail. Elsewhere (CI, a log): plain lines, only for steps that last, and few.
 */
const QUIET_MS = 2_000
const PLAIN_EVERY_MS = 15_000
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const CLEAR_LINE = '\r\u001b[2K'

/**
 * @typedef {{ title: string, detail: string, startedMs: number, shownMs: number }} Running
 * @type {Set<Running>}
 */
const running = new Set()
/** @type {NodeJS.Timeout | undefined} */
let timer
let frame = 0

/**
 * @template T
 * @param {string} title what is being done, e.g. "Building the media worker"
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const current = { title, detail: '', startedMs: performance.now(), shownMs: -PLAIN_EVERY_MS }
  running.add(current)
  timer ??= setInterval(draw, process.stderr.isTTY ? 120 : 500)
  try {
    const result = await work((detail) => {
      current.detail = detail.trim()
    })
    end(current, '✓')
    return result
  } catch (error) {
    end(current, '✗')
    throw error
  }
}

/** @param {number} ms */
export function formatElapsed(ms) {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}

/** @param {Running} step */
function describe({ title, detail, startedMs }) {
  const elapsed = formatElapsed(performance.now() - startedMs)
  return [title, elapsed, detail].filter(Boolean).join(' · ')
}

function draw() {
  if (process.stderr.isTTY) {
    frame = (frame + 1) % FRAMES.length
    // The innermost step says most; the others follow as far as the line goes.
    const line = `${FRAMES[frame]} ${[...running].toReversed().map(describe).join('  |  ')}`
    process.stderr.write(CLEAR_LINE + line.slice(0, (process.stderr.columns || 80) - 1))
    return
  }
  const now = performance.now()
  for (const current of running) {
    if (now - Math.max(current.shownMs + PLAIN_EVERY_MS, current.startedMs + QUIET_MS) < 0) continue
    current.shownMs = now
    process.stderr.write(`… ${describe(current)}\n`)
  }
}

/**
 * @param {Running} current
 * @param {'✓' | '✗'} mark
 */
function end(current, mark) {
  running.delete(current)
  if (running.size === 0) {
    clearInterval(timer)
    timer = undefined
  }
  const tookMs = performance.now() - current.startedMs
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE)
  if (mark === '✗' || tookMs > QUIET_MS) {
    process.stderr.write(`${mark} ${current.title} (${formatElapsed(tookMs)})\n`)
  }
}
