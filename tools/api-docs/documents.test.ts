import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { commandSchema } from '@stallcast/shared/protocol'
import { apiDocuments, docsFolder } from './documents.ts'

it('the API documents say what the schemas say (write them anew with `pnpm api-docs`)', async () => {
  for (const [file, text] of Object.entries(await apiDocuments())) {
    expect(await readFile(new URL(file, docsFolder), 'utf8')).toBe(text)
  }
})

it('every command is in the live document', async () => {
  const { 'asyncapi.json': text = '' } = await apiDocuments()
  const types = JSON.stringify(commandSchema.toJSONSchema()).match(/"const":"[a-z]+\.\w+"/g) ?? []
  expect(types.length).toBeGreaterThan(12)
  for (const type of types) expect(JSON.stringify(JSON.parse(text))).toContain(type)
})
