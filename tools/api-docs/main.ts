import { mkdir, writeFile } from 'node:fs/promises'
import { apiDocuments, docsFolder } from './documents.ts'

// `pnpm api-docs`: writes the descriptions of the interfaces from the schemas that the servers parse with.
await mkdir(docsFolder, { recursive: true })
for (const [file, text] of Object.entries(await apiDocuments())) {
  await writeFile(new URL(file, docsFolder), text)
}
