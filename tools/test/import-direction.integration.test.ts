import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repoDir } from '../bootstrap/paths.mjs'
import { execute } from '../bootstrap/run-command.mjs'

/** A tree of the product's shape in which every rule of .dependency-cruiser.mjs is broken once. */
const files: Readonly<Record<string, string>> = {
  'packages/shared/src/crew/seat.ts': `import { readFileSync } from 'node:fs'; export const s = readFileSync`,
  'packages/store/src/crew/seats.repo.ts': `import { job } from '../../../../apps/worker/src/job.ts'; export const r = job`,
  'apps/worker/src/job.ts': 'export const job = 1',
  'apps/relay/src/crew/gate.ts': `
    import { job } from '../../../worker/src/job.ts'
    import type { Deep } from '../rundown/deep.ts'
    import { open } from '../rundown/index.ts'
    import { told } from './gate.test.ts'
    export const gate = [job, open, told] as unknown as Deep`,
  'apps/relay/src/crew/gate.test.ts': 'export const told = 1',
  'apps/relay/src/rundown/deep.ts': 'export type Deep = 1',
  'apps/relay/src/rundown/index.ts': 'export const open = 1',
  'apps/relay/src/media/one.ts': `import { two } from './two.ts'; export const one = () => two`,
  'apps/relay/src/media/two.ts': `import { one } from './one.ts'; export const two = () => one`,
}

describe('import direction', () => {
  let tree: string
  let output: string
  let code: number

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'stallcast-imports-'))
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'tsconfig.base.json']) {
      await cp(join(repoDir, name), join(tree, name))
    }
    await symlink(join(repoDir, 'node_modules'), join(tree, 'node_modules'))
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree, path)), { recursive: true })
      await writeFile(join(tree, path), text)
    }
    const args = ['--config', '.dependency-cruiser.mjs', 'apps', 'packages']
    const depcruise = join(repoDir, 'node_modules/.bin/depcruise')
    ;({ code, output } = await execute(depcruise, args, { cwd: tree }))
  })
  afterAll(() => rm(tree, { recursive: true, force: true }))

  it.each([
    ['shared-is-pure', 'packages/shared/src/crew/seat.ts → fs'],
    ['store-knows-no-app', 'packages/store/src/crew/seats.repo.ts → apps/worker/src/job.ts'],
    ['apps-stay-apart', 'apps/relay/src/crew/gate.ts → apps/worker/src/job.ts'],
    ['domain-by-its-index', 'apps/relay/src/crew/gate.ts → apps/relay/src/rundown/deep.ts'],
    ['tests-are-not-imported', 'apps/relay/src/crew/gate.ts → apps/relay/src/crew/gate.test.ts'],
    ['no-cycles', 'apps/relay/src/media/one.ts →'],
  ])('%s is reported', (rule, where) => {
    expect(output).toContain(`error ${rule}: ${where}`)
    expect(code).toBeGreaterThan(0)
  })

  it('a domain may use the index of another', () => {
    expect(output).not.toContain('rundown/index.ts')
  })
})
