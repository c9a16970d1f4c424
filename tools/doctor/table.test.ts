import { describe, expect, it } from 'vitest'
import type { Part } from './part.ts'
import { exitCodeOf, renderTable } from './table.ts'

const node: Part = { name: 'Node', state: 'ok', version: '24.21.0', from: '/usr/bin/node' }
const ffmpeg: Part = {
  name: 'ffmpeg',
  state: 'missing',
  version: '',
  from: '',
  mend: 'sudo apt-get install ffmpeg',
}
const chromium: Part = { ...ffmpeg, name: 'Chromium', state: 'optional', mend: 'for npm test' }

describe("the doctor's table", () => {
  it('has a line per part and mends what is missing', () => {
    expect(renderTable([node, ffmpeg])).toBe(
      [
        '✓ Node    24.21.0  /usr/bin/node',
        '✗ ffmpeg',
        '',
        '→ ffmpeg: sudo apt-get install ffmpeg',
      ].join('\n'),
    )
  })

  it('fails for what is required only', () => {
    expect(exitCodeOf([node, chromium])).toBe(0)
    expect(exitCodeOf([node, chromium, ffmpeg])).toBe(1)
  })
})
