import type { Table, TableCell } from '@stallcast/shared/rundown/exchange'
import { unzipSync, zipSync } from 'fflate'
import readWorkbook from 'read-excel-file/universal'
import writeWorkbook from 'write-excel-file/universal'
import { maxUnzippedBytes, sizeText, UnreadableFile } from './limits.ts'

/** Cells of a spreadsheet hold no more letters. */
const maxCellLetters = 32_767

/** All sheets with something in them; formulas as their last results. @throws UnreadableFile */
export async function readXlsx(bytes: Uint8Array): Promise<Table[]> {
  const plain = unfoldSafely(bytes)
  const sheets = await readWorkbook(plain, { trim: false }).catch((cause: unknown) => {
    throw new UnreadableFile('This is no spreadsheet that can be read. Save it as .xlsx again.', {
      cause,
    })
  })
  return sheets
    .map(({ sheet, data }) => ({ name: sheet, rows: data as readonly (readonly TableCell[])[] }))
    .filter((table) => table.rows.length > 0)
}

/**
 * Unfolds what the tables need, into buffers of the sizes that the file declares (what is longer is cut), and packs
 * it again uncompressed: the reader then meets no surprise.
 */
function unfoldSafely(bytes: Uint8Array): ArrayBuffer {
  let total = 0
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(?:xml|rels)$/i.test(name)) return false
        total += originalSize
        if (total > maxUnzippedBytes) {
          throw new UnreadableFile(
            `The spreadsheet unfolds to more than ${sizeText(maxUnzippedBytes)}. Leave out what is no run of show.`,
          )
        }
        return true
      },
    })
    const packed = zipSync(parts, { level: 0 })
    return packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength)
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw cause
    throw new UnreadableFile('The spreadsheet is damaged: it cannot be unfolded.', { cause })
  }
}

/**
 * One sheet, names in bold and frozen. Texts stay texts, so that no program takes a number for a date, or runs what
 * begins with an equals sign.
 * @returns the file, and how many cells were too long for a spreadsheet and are cut
 */
export async function writeXlsx(
  table: Table,
  numeric: ReadonlySet<number>,
): Promise<{ blob: Blob; cut: number }> {
  let cut = 0
  const [header = [], ...rows] = table.rows
  const cell = (value: TableCell, index: number) => {
    const text = sheetText(String(value ?? ''))
    if (text === '') return null
    if (numeric.has(index) && /^-?\d+(?:\.\d+)?$/.test(text) && text.length < 16) {
      return {
        type: Number,
        value: Number(text),
        ...(text.includes('.') ? { format: '0.00' } : {}),
      }
    }
    if (text.length > maxCellLetters) cut += 1
    return {
      type: String,
      value: text.slice(0, maxCellLetters),
      wrap: true,
      alignVertical: 'top' as const,
    }
  }
  const head = header.map((name) => ({
    type: String,
    value: String(name),
    fontWeight: 'bold' as const,
  }))
  const widths = header.map((_, index) => ({ width: columnWidth(table, index) }))
  const file = writeWorkbook([head, ...rows.map((row) => row.map(cell))], {
    sheet: table.name.slice(0, 31),
    columns: widths,
    stickyRowsCount: 1,
    orientation: 'landscape',
  })
  return { blob: await file.toBlob(), cut }
}

/** XML knows no control characters but tab and line end. */
function sheetText(text: string): string {
  return text.replaceAll(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, '')
}

function columnWidth(table: Table, index: number): number {
  const lengths = table.rows.slice(0, 200).map((row) => String(row[index] ?? '').length)
  return Math.min(60, Math.max(8, ...lengths) + 2)
}
