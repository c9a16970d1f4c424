import { readFile } from 'node:fs/promises'
import { asyncapi } from './asyncapi.ts'
import { companionDoc } from './companion-doc.ts'
import { openapi } from './openapi.ts'
import { v1Asyncapi } from './v1-asyncapi.ts'
import { v1Openapi } from './v1-openapi.ts'

export const docsFolder = new URL('../../docs/api/', import.meta.url)

/** File name to text of each document, as they ought to be now. */
export async function apiDocuments(): Promise<Record<string, string>> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  return {
    'openapi.json': `${JSON.stringify(openapi(version), null, 2)}\n`,
    'v1.openapi.json': `${JSON.stringify(v1Openapi(version), null, 2)}\n`,
    'v1.asyncapi.json': `${JSON.stringify(v1Asyncapi(version), null, 2)}\n`,
    '../companion.md': await tidied(companionDoc()),
    'asyncapi.json': `${JSON.stringify(asyncapi(version), null, 2)}\n`,
  }
}

/** Tables padded as Prettier pads them: the file is checked with the others. */
async function tidied(markdown: string): Promise<string> {
  const { format, resolveConfig } = await import('prettier')
  const options = await resolveConfig(new URL('companion.md', docsFolder).pathname)
  return format(markdown, { ...options, parser: 'markdown' })
}
