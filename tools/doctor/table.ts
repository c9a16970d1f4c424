import type { Part } from './part.ts'

const marks = { ok: '✓', missing: '✗', optional: '○' } as const

/** The table people read: a line per part, and below it how to mend what is missing. */
export function renderTable(parts: readonly Part[]): string {
  const nameWidth = widest(parts.map(({ name }) => name))
  const versionWidth = widest(parts.map(({ version }) => version))
  const lines = parts.map(({ name, state, version, from }) =>
    `${marks[state]} ${name.padEnd(nameWidth)}  ${version.padEnd(versionWidth)}  ${from}`.trimEnd(),
  )
  const mends = parts
    .filter(({ state, mend }) => state !== 'ok' && mend)
    .map(({ name, mend }) => `→ ${name}: ${mend}`)
  return [...lines, ...(mends.length > 0 ? ['', ...mends] : [])].join('\n')
}

/** @returns 1 when something required is missing */
export function exitCodeOf(parts: readonly Part[]): number {
  return parts.some(({ state }) => state === 'missing') ? 1 : 0
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
