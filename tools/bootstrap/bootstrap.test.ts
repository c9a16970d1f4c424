import { describe, expect, it } from 'vitest'
import { SetupProblem, describeProblem } from './problem.mjs'
import { formatElapsed } from './progress.mjs'
import { endRunningCommands, execute, lastLines } from './run-command.mjs'
import { findCommand, installHint, packageManager } from './system-packages.mjs'

describe('what the set-up tells people', () => {
  it('a problem is a line that says what, and one that says how to mend it', () => {
    const problem = new SetupProblem('ffmpeg is not installed.', 'apt-get install ffmpeg')
    expect(describeProblem(problem)).toBe('✗ ffmpeg is not installed.\n  → apt-get install ffmpeg')
  })

  it('a bug keeps its stack', () => {
    expect(describeProblem(new TypeError('x is not a function'))).toContain('bootstrap.test.ts')
  })

  it.each([
    [840, '0.8 s'],
    [9_400, '9.4 s'],
    [31_000, '31 s'],
    [270_500, '4 min 30 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatElapsed(ms)).toBe(text)
  })
})

describe.runIf(packageManager() === 'apt-get')('the command that gets what is missing', () => {
  it.each([
    ['root', 'apt-get update && apt-get install ffmpeg'],
    ['sudo', 'sudo apt-get update && sudo apt-get install ffmpeg'],
    ['neither', 'ask for, as root: apt-get update && apt-get install ffmpeg'],
  ] as const)('is one that works with the rights of %s', (rights, command) => {
    expect(installHint('ffmpeg', rights)).toBe(command)
  })
})

describe('running programs', () => {
  it('keeps the output of both streams, and hands lines on', async () => {
    const lines: string[] = []
    const script = `console.log('one'); console.error('two'); process.exit(3)`
    const { code, output } = await execute(process.execPath, ['-e', script], {
      onLine: (line) => lines.push(line),
    })
    expect(code).toBe(3)
    expect(lines.toSorted()).toEqual(['one', 'two'])
    expect(lastLines(output, 1)).toMatch(/one|two/)
  })

  it('answers 127 for a program that is not there', async () => {
    expect((await execute('/nowhere/program', [])).code).toBe(127)
    expect(findCommand('/nowhere/program')).toBeUndefined()
  })

  it('can be cut short', async () => {
    const running = execute(
      process.execPath,
      ['-e', 'console.log(1); setInterval(() => {}, 1e6)'],
      {
        onLine: endRunningCommands,
      },
    )
    expect((await running).code).not.toBe(0)
  })
})
