import { cacheDir } from '../bootstrap/paths.mjs'
import { step } from '../bootstrap/progress.mjs'
import type { ReadyShow, SeedContext, SeedDemo } from './ready.schema.ts'

/** Seeds the demo show, or finds the one of an earlier start, and returns its links. */
export async function seedDemoShow(
  context: Omit<SeedContext, 'cacheDir' | 'onProgress'>,
): Promise<ReadyShow[]> {
  const seed = new URL('../demo/seed.ts', import.meta.url)
  const { seedDemo } = (await import(seed.href)) as { seedDemo: SeedDemo }
  return await step('Preparing the demo show', (onProgress) =>
    seedDemo({ ...context, cacheDir: cacheDir(), onProgress }),
  )
}
