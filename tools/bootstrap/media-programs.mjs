import { findCommand, installSystemPart } from './system-packages.mjs'
import { SetupProblem } from './problem.mjs'

/** ffmpeg and ffprobe: the ones that FFMPEG_PATH and FFPROBE_PATH name, or the system's. */
export async function ensureFfmpeg() {
  for (const variable of ['FFMPEG_PATH', 'FFPROBE_PATH']) {
    const given = process.env[variable]
    if (given && !findCommand(given)) {
      throw new SetupProblem(
        `${variable} names ${given}, and no program is there.`,
        `correct ${variable}, or unset it to use the system's ffmpeg`,
      )
    }
  }
  const present =
    findCommand(process.env['FFMPEG_PATH'] ?? 'ffmpeg') &&
    findCommand(process.env['FFPROBE_PATH'] ?? 'ffprobe')
  if (present) return
  await installSystemPart('ffmpeg', {
    missing: 'ffmpeg is not installed; it makes the demo cameras and renders the clips.',
  })
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium to test with: CHROMIUM_PATH, or the system's. */
export function findChromium() {
  const given = process.env['CHROMIUM_PATH']
  if (given) return findCommand(given)
  return chromiumNames.map((name) => findCommand(name)).find(Boolean)
}

/** @returns {Promise<string>} path of the browser */
export async function ensureChromium() {
  const missing = 'Chromium is not installed; the tests drive it.'
  if (!findChromium()) await installSystemPart('chromium', { missing })
  const found = findChromium()
  if (!found) throw new SetupProblem(missing, 'set CHROMIUM_PATH to a Chromium or Chrome')
  return found
}
