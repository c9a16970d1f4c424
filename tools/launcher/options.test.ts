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
    [['--port', '70000'], '--port'],
    [['--port', 'four'], '--port'],
    [['--media-port', '0'], '--media-port'],
    [['--porto', '1'], '--porto'],
  ])('refuses %j by the name of the option', (args, name) => {
    expect(() => parseOptions(args, '/')).toThrow(SetupProblem)
    expect(() => parseOptions(args, '/')).toThrow(name)
  })
})
