import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupProblem } from './problem.mjs'
import { step } from './progress.mjs'
import { execute, lastLines } from './run-command.mjs'

/** What each part is called by each package manager. */
const packages = {
  ffmpeg: { 'apt-get': ['ffmpeg'], dnf: ['ffmpeg-free'], apk: ['ffmpeg'], brew: ['ffmpeg'] },
  chromium: {
    'apt-get': ['chromium'],
    dnf: ['chromium'],
    apk: ['chromium'],
    brew: ['--cask', 'chromium'],
  },
  'worker-build': {
    'apt-get':
      'ninja-build meson pkg-config g++ libuv1-dev libssl-dev libsrtp2-dev libabsl-dev libflatbuffers-dev flatbuffers-compiler flatbuffers-compiler-dev'.split(
        ' ',
      ),
    dnf: 'ninja-build meson pkgconf gcc-c++ libuv-devel openssl-devel libsrtp-devel abseil-cpp-devel flatbuffers-devel flatbuffers-compiler'.split(
      ' ',
    ),
    apk: 'samurai meson pkgconf g++ linux-headers libuv-dev openssl-dev libsrtp-dev abseil-cpp-dev flatbuffers-dev'.split(
      ' ',
    ),
    brew: ['ninja', 'meson', 'pkg-config', 'libuv', 'openssl@3', 'srtp', 'abseil', 'flatbuffers'],
  },
}

const installArgs = {
  'apt-get': ['install', '-y', '--no-install-recommends'],
  dnf: ['install', '-y'],
  apk: ['add', '--no-cache'],
  brew: ['install'],
}

/**
 * The full path of a program, or undefined. A name with a slash is taken as it is.
 * @param {string} name
 */
export function findCommand(name) {
  const candidates = name.includes('/')
    ? [name]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** The package manager of this system, or undefined. */
export function packageManager() {
  return /** @type {const} */ (['apt-get', 'dnf', 'apk', 'brew']).find((name) => findCommand(name))
}

/**
 * The command a person would type to get a part.
 * @param {keyof typeof packages} part
 * @param {'root' | 'sudo' | 'neither'} [rights] what this person has
 */
export function installHint(part, rights = ownRights()) {
  const manager = packageManager()
  if (!manager) return `install ${packages[part]['apt-get'].join(', ')} (names as in Debian)`
  const names = packages[part][manager].join(' ')
  const sudo = manager !== 'brew' && rights === 'sudo' ? 'sudo ' : ''
  const refresh = manager === 'apt-get' ? `${sudo}apt-get update && ` : ''
  const command = `${refresh}${sudo}${manager} ${installArgs[manager][0]} ${names}`
  return manager !== 'brew' && rights === 'neither' ? `ask for, as root: ${command}` : command
}

function ownRights() {
  if (process.getuid?.() === 0) return 'root'
  return findCommand('sudo') ? 'sudo' : 'neither'
}

/**
 * Installs a part with the system's package manager: as root, or with a sudo that asks nothing.
 * @param {keyof typeof packages} part
 * @param {{ missing: string }} options what is missing, as the first line of the refusal
 */
export async function installSystemPart(part, { missing }) {
  const manager = packageManager()
  const prefix = manager ? await privilege(manager) : undefined
  if (!manager || !prefix) throw new SetupProblem(missing, installHint(part))
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await step(`Installing ${part} with ${manager}`, async (report) => {
    /** @param {readonly string[]} args */
    const run = (args) => {
      const [command = manager, ...rest] = [...prefix, manager, ...args]
      return execute(command, rest, { env, onLine: report })
    }
    if (manager === 'apt-get') await run(['update'])
    const { code, output } = await run([...installArgs[manager], ...packages[part][manager]])
    if (code !== 0) {
      throw new SetupProblem(
        `${missing} ${manager} could not install it:\n${lastLines(output)}`,
        installHint(part),
      )
    }
  })
}

/**
 * What has to stand before the package manager's name, or undefined when there is no right to it.
 * @param {string} manager
 */
async function privilege(manager) {
  if (manager === 'brew' || process.getuid?.() === 0) return []
  if (findCommand('sudo') && (await execute('sudo', ['-n', 'true'])).code === 0) {
    return ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive']
  }
  return undefined
}
