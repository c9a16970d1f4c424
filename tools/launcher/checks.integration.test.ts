import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { assertRoom } from './checks.ts'

describe('the data folder', () => {
  let work: string
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'stallcast-checks-'))
  })
  afterEach(() => rm(work, { recursive: true, force: true }))

  it('is made with every folder above it', async () => {
    await assertRoom(join(work, 'a', 'b', 'c'))
    expect(existsSync(join(work, 'a', 'b', 'c'))).toBe(true)
  })

  it('is taken as it is when it is there', async () => {
    await mkdir(join(work, 'data'))
    await writeFile(join(work, 'data', 'kept'), '')
    await assertRoom(join(work, 'data'))
    expect(await readdir(join(work, 'data'))).toEqual(['kept'])
  })

  it('leaves none of the folders behind when there is too little room', async () => {
    await expect(assertRoom(join(work, 'a', 'b'), Number.MAX_SAFE_INTEGER)).rejects.toThrow(
      /disk of .* is full/,
    )
    expect(await readdir(work)).toEqual([])
  })

  it('is refused by its name where a file is in the way, and the file stays', async () => {
    await writeFile(join(work, 'data'), 'a file')
    await expect(assertRoom(join(work, 'data'))).rejects.toThrow(SetupProblem)
    await expect(assertRoom(join(work, 'data', 'deeper'))).rejects.toThrow(
      `${join(work, 'data', 'deeper')} cannot be used`,
    )
    expect(await readdir(work)).toEqual(['data'])
  })

  it.runIf(process.platform === 'linux')('is refused where nothing can be made', async () => {
    await expect(assertRoom('/proc/stallcast/data')).rejects.toThrow('cannot be used')
  })
})
