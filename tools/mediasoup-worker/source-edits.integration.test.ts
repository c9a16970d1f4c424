import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyEdit, sourceEdits } from './source-edits.ts'
import { mediasoupPackage } from './worker-paths.ts'

describe("the edits to the worker's source", () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'stallcast-edits-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('fit the installed version: each text stands there once', async () => {
    const mediasoup = await mediasoupPackage()
    for (const { file, from } of sourceEdits) {
      const text = await readFile(join(mediasoup.dir, 'worker', file), 'utf8')
      expect(text.split(from)).toHaveLength(2)
    }
  })

  it('are made', async () => {
    await writeFile(join(dir, 'a.cpp'), 'if (x == FLAG) {}')
    await applyEdit(dir, { file: 'a.cpp', from: 'x == FLAG', to: '(x & FLAG) != 0' })
    expect(await readFile(join(dir, 'a.cpp'), 'utf8')).toBe('if ((x & FLAG) != 0) {}')
  })

  it.each([
    ['is gone', 'if (y) {}', 0],
    ['stands twice', 'x == FLAG; x == FLAG', 2],
  ])('stop the build when the text %s', async (_, text, times) => {
    await writeFile(join(dir, 'a.cpp'), text)
    const edit = applyEdit(dir, { file: 'a.cpp', from: 'x == FLAG', to: '' })
    await expect(edit).rejects.toThrow(`stands ${times} times in a.cpp, not once`)
    expect(await readFile(join(dir, 'a.cpp'), 'utf8')).toBe(text)
  })
})
