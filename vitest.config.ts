import { defineConfig } from 'vitest/config'
import { runes } from './tools/test/runes.ts'

/**
 * Three projects, by file name: `*.test.ts` is pure and quick (run before each commit),
 * `*.integration.test.ts` uses the real thing (Postgres, mediasoup, ffmpeg), `e2e` drives browsers.
 */
const ignored = ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**']

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [runes()],
        test: {
          name: 'unit',
          include: ['{apps,packages,tools,bench}/**/*.test.ts'],
          exclude: [...ignored, '**/*.integration.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,tools,bench}/**/*.integration.test.ts'],
          exclude: ignored,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          exclude: ignored,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
