import { createRequire } from 'node:module'
import type { Plugin } from 'vitest/config'

type Compiler = {
  compileModule: (code: string, options: object) => { js: { code: string } }
}

const requireFromControlRoom = createRequire(
  new URL('../../apps/control-room/package.json', import.meta.url),
)

/**
 * Lets tests import state classes with runes (`*.state.svelte.ts`), and use runes themselves (`*.svelte.test.ts`):
 * what the control room's build does, without the build.
 */
export function runes(): Plugin {
  return {
    name: 'stallcast-runes',
    // Behind Vite's own step, which takes the types out.
    enforce: 'post',
    transform(code, id) {
      const [file = ''] = id.split('?')
      if (!/\.svelte(\.test)?\.ts$/.test(file)) return null
      const { compileModule } = requireFromControlRoom('svelte/compiler') as Compiler
      const options = { filename: file, generate: 'client', dev: false }
      return { code: compileModule(code, options).js.code, map: null }
    },
  }
}
