/**
 * Something the person at the keyboard can mend: one line that says what is missing, one that says
 * how to get it. Everything else that is thrown is a bug and keeps its stack.
 */
export class SetupProblem extends Error {
  /**
   * @param {string} what
   * @param {string} [mend]
   * @param {ErrorOptions} [options]
   */
  constructor(what, mend, options) {
    super(what, options)
    this.name = 'SetupProblem'
    this.mend = mend
  }
}

/** @param {unknown} error */
export function describeProblem(error) {
  if (error instanceof SetupProblem) {
    return `✗ ${error.message}${error.mend ? `\n  → ${error.mend}` : ''}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * Runs a command's body; a problem becomes two lines on stderr and exit code 1.
 * @param {() => Promise<number | void>} body its number becomes the exit code
 */
export async function runCommand(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    process.stderr.write(`${describeProblem(error)}\n`)
    process.exitCode = 1
  }
}
