import { spawn } from 'node:child_process'

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/** Ends the programs that `execute` is waiting for; their calls then resolve with a failure. */
export function endRunningCommands() {
  for (const child of running) child.kill('SIGTERM')
}

/**
 * Runs a program to its end and keeps what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 *   onLine sees each line of either stream as it comes
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program is not there
 */
export function execute(command, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    let output = ''
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      const text = chunk.toString('utf8')
      output = (output + text).slice(-64_000)
      if (!onLine) return
      for (const line of text.split(/[\r\n]+/)) if (line.trim()) onLine(line.trim())
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    /** @param {{ code: number, output: string }} result */
    const end = (result) => {
      running.delete(child)
      resolve(result)
    }
    child.on('error', (error) => end({ code: 127, output: error.message }))
    child.on('close', (code, signal) => end({ code: code ?? (signal ? 128 : 1), output }))
  })
}

/**
 * The last lines of an output, for an error message.
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 5) {
  return output.trim().split('\n').slice(-count).join('\n')
}
