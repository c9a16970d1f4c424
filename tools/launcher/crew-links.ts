import type { Ready } from './ready.schema.ts'

const roles = ['host', 'producer', 'editor', 'finance', 'guest', 'shop'] as const

/** What the person at the keyboard sees when all is up: each show with a link for each role. */
export function describeReady({ origin, dataDir, shows }: Ready): string {
  const lines = ['', `  Stallcast is up at ${origin}`, `  Data in ${dataDir}`]
  for (const { title, links } of shows) {
    lines.push('', `  ${title}`)
    for (const role of roles) lines.push(`    ${role.padEnd(9)} ${links[role]}`)
  }
  lines.push(
    '',
    '  Open a link per role, each in a browser of its own. Ctrl+C stops everything.',
    '',
  )
  return lines.join('\n')
}
