import { isOntimeProject, type Table } from '@stallcast/shared/rundown/exchange'
import { maxFileBytes, sizeText, UnreadableFile } from './codecs/limits.ts'

/** What a chosen file turned out to be. */
export type OpenedFile =
  | { kind: 'tables'; name: string; tables: readonly Table[] }
  | { kind: 'stallcast'; name: string; json: unknown }
  | { kind: 'ontime'; name: string; json: unknown }

/** Told by what is in it, whatever it is called. @throws UnreadableFile with the sentence to show */
export async function openFile(file: File): Promise<OpenedFile> {
  const { name } = file
  if (file.size > maxFileBytes) {
    throw new UnreadableFile(
      `${name} has ${sizeText(file.size)}; ${sizeText(maxFileBytes)} is the most. Is it the right file?`,
    )
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const start = String.fromCharCode(...bytes.subarray(0, 8))
  if (bytes.length === 0) throw new UnreadableFile(`${name} is empty.`)
  if (start.startsWith('PK\u0003\u0004')) {
    const { readXlsx } = await import('./codecs/xlsx.codec.ts')
    const tables = await readXlsx(bytes)
    if (tables.length === 0) throw new UnreadableFile(`No sheet of ${name} has anything in it.`)
    return { kind: 'tables', name, tables }
  }
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    throw new UnreadableFile(
      `${name} is in the old Excel format. Save it as .xlsx, then try again.`,
    )
  }
  if (start.startsWith('%PDF')) {
    throw new UnreadableFile(`${name} is a PDF, made for reading. Use a spreadsheet, CSV or JSON.`)
  }
  if (bytes.subarray(0, 4_096).includes(0) && !isUtf16(bytes)) {
    throw new UnreadableFile(`${name} is no spreadsheet, CSV or JSON file.`)
  }
  const { decodeText, readCsv } = await import('./codecs/csv.codec.ts')
  if (/\.json$/i.test(name) || /^(?:ï»¿)?\s*\{/.test(start))
    return openJson(decodeText(bytes), name)
  return { kind: 'tables', name, tables: [readCsv(bytes, name)] }
}

function openJson(text: string, name: string): OpenedFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new UnreadableFile(`${name} is damaged: its JSON cannot be read.`, { cause })
  }
  if (isOntimeProject(json)) return { kind: 'ontime', name, json }
  if (typeof json === 'object' && json !== null && 'format' in json) {
    return { kind: 'stallcast', name, json }
  }
  throw new UnreadableFile(`${name} is neither a run of show of Stallcast nor a project of Ontime.`)
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
