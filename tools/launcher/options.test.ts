import { describe, expect, it } from 'vitest'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { parseOptions } from './options.ts'

describe('options of npm start', () => {
  it('has a default for everything', () => {
    expect(parseOptions([], '/home/ada')).toMatchObject({
      host: '127.0.0.1',
      port: 4600,
      demo: true,
      readyFile: undefined,
      mediaPort: undefined,
      dataDir: expect.stringMatching(/\/\.stallcast\/data$/),
    })
  })

  it('takes relative paths from the folder the person is in', () => {
    const args = ['--data-dir', 'show', '--ready-file', './ready.json', '--no-demo']
    expect(parseOptions(args, '/home/ada')).toMatchObject({
      dataDir: '/home/ada/show',
      readyFile: '/home/ada/ready.json',
      demo: false,
    })
  })

  it('gives undefined when help is asked for', () => {
    expect(parseOptions(['--help'], '/')).toBeUndefined()
  })

  it.each([
    [['--port', '70000'], '--port must be a whole number from 1 to 65535, not "70000"'],
    [['--port', 'four'], '--port must be a whole number from 1 to 65535, not "four"'],
    [['--media-port', '0'], '--media-port must be'],
    [['--host', ''], '--host must be an address of this machine, not ""'],
    [['--porto', '1'], '--porto'],
  ])('refuses %j by the name of the option', (args, name) => {
    expect(() => parseOptions(args, '/')).toThrow(SetupProblem)
    expect(() => parseOptions(args, '/')).toThrow(name)
  })
})
