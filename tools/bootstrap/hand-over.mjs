import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheDir, repoDir } from './paths.mjs'

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
const PARENT_CHECK_MS = 1_000

/**
 * Runs a program under the prepared Node in place of this process: same terminal, same signals,
 * same exit code. The channel between the two lets the program notice when this process is killed.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] additions to the environment
 * @returns {Promise<number>}
 */
export function handOver(node, args, env = {}) {
  const child = spawn(node, [...args], {
    cwd: repoDir,
    env: {
      ...process.env,
      PATH: [dirname(node), process.env['PATH']].join(':'),
      STALLCAST_CALLER_DIR: callerDir(),
      // Compiled code is kept between starts: a second start is a good deal quicker.
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(cacheDir(), 'compiled'),
      ...env,
    },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  const stopWatching = watchParent(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      stopWatching()
      if (child.connected) child.disconnect()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/** The folder that paths on the command line are meant from: npm moves to the project's own. */
function callerDir() {
  const movedByNpm = process.env['INIT_CWD'] && process.cwd() === repoDir
  return movedByNpm ? process.env['INIT_CWD'] : process.cwd()
}

/**
 * Under `npm start`, npm is the process people and scripts hold on to (the script says `exec`, so that no
 * shell stands between). Killed outright it cannot pass the signal on, so its going is the signal.
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (!process.env['npm_lifecycle_event']) return () => undefined
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, PARENT_CHECK_MS)
  return () => clearInterval(timer)
}
