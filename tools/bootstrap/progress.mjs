/**
 * Progress of one long step. On a terminal: a single line with a spinner, the elapsed time and the
 * latest detail. Elsewhere (CI, a log): plain lines, only for steps that last, and not too many.
 */
const QUIET_MS = 2_000
const PLAIN_EVERY_MS = 15_000
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/**
 * @template T
 * @param {string} title what is being done, e.g. "Building the media worker"
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now()
  const elapsedMs = () => performance.now() - started
  const display = process.stderr.isTTY
    ? terminalDisplay(title, elapsedMs)
    : plainDisplay(title, elapsedMs)
  try {
    const result = await work((detail) => display.detail(detail.trim()))
    display.end(true)
    return result
  } catch (error) {
    display.end(false)
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

/**
 * @param {string} title
 * @param {() => number} elapsedMs
 */
function terminalDisplay(title, elapsedMs) {
  let detail = ''
  let frame = 0
  const draw = () => {
    frame = (frame + 1) % FRAMES.length
    const line = `${FRAMES[frame]} ${title} · ${formatElapsed(elapsedMs())}${detail ? ` · ${detail}` : ''}`
    process.stderr.write(`\r\u001b[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`)
  }
  const timer = setInterval(draw, 120)
  draw()
  return {
    /** @param {string} text */
    detail(text) {
      detail = text
    },
    /** @param {boolean} done */
    end(done) {
      clearInterval(timer)
      process.stderr.write('\r\u001b[2K')
      if (!done || elapsedMs() > QUIET_MS) {
        process.stderr.write(`${done ? '✓' : '✗'} ${title} (${formatElapsed(elapsedMs())})\n`)
      }
    },
  }
}

/**
 * @param {string} title
 * @param {() => number} elapsedMs
 */
function plainDisplay(title, elapsedMs) {
  let shown = false
  let shownAt = 0
  let detail = ''
  const show = () => {
    shown = true
    shownAt = elapsedMs()
    process.stderr.write(`… ${title}${detail ? ` · ${detail}` : ''}\n`)
  }
  const first = setTimeout(show, QUIET_MS)
  const timer = setInterval(() => {
    if (shown && elapsedMs() - shownAt >= PLAIN_EVERY_MS) show()
  }, 1_000)
  return {
    /** @param {string} text */
    detail(text) {
      detail = text
    },
    /** @param {boolean} done */
    end(done) {
      clearTimeout(first)
      clearInterval(timer)
      if (shown && done) {
        process.stderr.write(`✓ ${title} (${formatElapsed(elapsedMs())})\n`)
      } else if (!done) {
        process.stderr.write(`✗ ${title} (${formatElapsed(elapsedMs())})\n`)
      }
    },
  }
}
