import { guessMapping, readTable, type Table } from '@stallcast/shared/rundown/exchange'
import { strToU8, zipSync, type Zippable } from 'fflate'
import Papa from 'papaparse'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, readCsv, writeCsv } from './csv.codec.ts'
import { UnreadableFile } from './limits.ts'
import { readXlsx, writeXlsx } from './xlsx.codec.ts'

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

/** A workbook as programs write it: times and dates as styled numbers, formulas with results, merged cells. */
function workbook(sheet: string, more: Zippable = {}): Uint8Array {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const formats = [0, 20, 46, 14]
    .map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`)
    .join('')
  const part = (xml: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${xml}`)
  return zipSync({
    '[Content_Types].xml': part(
      `<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    '_rels/.rels': part(
      `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': part(
      `<workbook xmlns="${main}" xmlns:r="${rel}"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': part(
      `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rel}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/styles.xml': part(`<styleSheet xmlns="${main}"><cellXfs>${formats}</cellXfs></styleSheet>`),
    'xl/worksheets/sheet1.xml': part(`<worksheet xmlns="${main}">${sheet}</worksheet>`),
    ...more,
  })
}

const text = (at: string, value: string) =>
  `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`

describe('spreadsheets', () => {
  it('XC10 times, dates, formulas, merged cells and empty rows are read as people see them', async () => {
    const sheet = `<sheetData>
      <row r="1">${text('A1', 'Harbour Market, draft 3')}</row>
      <row r="3">${text('A3', 'Title')}${text('B3', 'Start')}${text('C3', 'Duration')}${text('D3', 'Price')}${text('E3', 'Qty')}</row>
      <row r="4">${text('A4', 'Welcome')}<c r="B4" s="1"><v>0.7944444444444444</v></c><c r="C4" s="2"><v>1.3888888888888889E-3</v></c></row>
      <row r="6">${text('A6', 'Flask')}<c r="B6" s="1"><f>B4+C4</f><v>0.79583333333333328</v></c><c r="C6" s="2"><v>3.4722222222222224E-2</v></c><c r="D6"><f>12*2</f><v>24</v></c><c r="E6"><v>60</v></c></row>
    </sheetData><mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>`
    const [table] = await readXlsx(workbook(sheet))
    if (!table) throw new Error('no sheet')
    const mapping = guessMapping(table, [])
    expect(mapping.headerRow).toBe(2)
    const show = { currency: 'EUR', sources: [], products: [], columns: [], groups: [] }
    const choices = { bareNumber: 'minutes', hoursAreMinutes: false } as const
    const { incoming, problems } = readTable(table, mapping, show, choices)
    expect(problems).toEqual([])
    expect(incoming.rows.map((row) => [row.rowNumber, row.fields])).toMatchObject([
      [
        4,
        {
          title: 'Welcome',
          startTodMs: (19 * 60 + 4) * 60_000,
          durationMs: 120_000,
          startMode: 'soft',
        },
      ],
      [
        6,
        {
          title: 'Flask',
          startMode: 'linked',
          durationMs: 50 * 60_000,
          priceMinor: 2400,
          quantity: 60,
        },
      ],
    ])
  })

  it('XC11 what is written is read back, 2,000 rows of it, formulas as texts', async () => {
    const row = (index: number) => [
      `=HYPERLINK("x${index}")`,
      'a\nb',
      '0:01:30',
      String(index),
      '24.50',
      '',
      '  space ',
    ]
    const rows = Array.from({ length: 2_000 }, (_, index) => row(index))
    const table: Table = {
      name: 'Run of show',
      rows: [['Title', 'Notes', 'Length', 'Quantity', 'Price', 'Empty', 'Script'], ...rows],
    }
    const { blob, cut } = await writeXlsx(table, new Set([3, 4]))
    const [read] = await readXlsx(await bytesOf(blob))
    expect(cut).toBe(0)
    expect(read?.rows).toHaveLength(2_001)
    expect(read?.rows[1_000]).toEqual([
      '=HYPERLINK("x999")',
      'a\nb',
      '0:01:30',
      999,
      24.5,
      null,
      '  space ',
    ])
  })

  it('XC12 a file that unfolds to more than it should is refused before it is unfolded', async () => {
    const bomb = workbook('<sheetData/>', {
      'xl/sharedStrings.xml': new Uint8Array(130 * 1024 * 1024),
    })
    expect(bomb.length).toBeLessThan(1024 * 1024)
    await expect(readXlsx(bomb)).rejects.toBeInstanceOf(UnreadableFile)
  })

  it('XC12 a torn spreadsheet is refused by a sentence', async () => {
    const whole = workbook('<sheetData/>')
    await expect(readXlsx(whole.slice(0, 400))).rejects.toBeInstanceOf(UnreadableFile)
    await expect(readXlsx(zipSync({ 'a.xml': strToU8('<a/>') }))).rejects.toBeInstanceOf(
      UnreadableFile,
    )
  })
})

describe('CSV', () => {
  it('XC13 what is written is read back, whatever is in it, and no cell begins like a formula', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('=1+1', "'=1", '+49', '-1:30', '@a', '\tx', 'a;b', 'a"b', 'x\ny', 'ä€😀'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 2, maxLength: 8 }),
        async (rows) => {
          const plain = rows.map((row) => row.map((each) => each.replaceAll('\r', '')))
          const bytes = await bytesOf(writeCsv({ name: 'x', rows: plain }))
          expect(readCsv(bytes, 'x').rows).toEqual(plain)
          // As a spreadsheet reads it: what stands first in a cell, not behind a comma inside of one.
          const cells = Papa.parse<string[]>(decodeText(bytes)).data.flat()
          expect(cells.filter((each) => /^[=+@-]/.test(each))).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  })

  it('XC14 delimiter and encoding are guessed', () => {
    const semicolons = readCsv(strToU8('Title;Länge\r\nGrüße;1:30\r\n'), 'a')
    expect(semicolons.rows).toEqual([
      ['Title', 'Länge'],
      ['Grüße', '1:30'],
    ])
    const windows = readCsv(Uint8Array.from([0x54, 0x2c, 0x4c, 0x0a, 0xe4, 0x2c, 0x80]), 'b')
    expect(windows.rows).toEqual([
      ['T', 'L'],
      ['ä', '€'],
    ])
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...[...'a\tb\nc\td'].flatMap((letter) => [letter.charCodeAt(0), 0]),
    ])
    expect(readCsv(utf16, 'c').rows).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })
})
