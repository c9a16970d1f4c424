import bold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf?url'
import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf?url'
import { jsPDF } from 'jspdf'
import { autoTable, type RowInput } from 'jspdf-autotable'

export type PdfLine = {
  kind: 'group' | 'cue' | 'skipped'
  cells: readonly string[]
  colour: string | null
}

export type PdfDocument = {
  title: string
  /** Under the title: when, how long. */
  subtitle: string
  /** At the foot of each page. */
  footer: string
  paper: 'a4' | 'letter'
  header: readonly string[]
  /** Share of the width, one for each column. */
  widths: readonly number[]
  lines: readonly PdfLine[]
}

const marginMm = 12
const dark: [number, number, number] = [28, 32, 40]
const grey: [number, number, number] = [110, 116, 128]
const light: [number, number, number] = [238, 240, 244]

/** A real file: the names of the columns on every page, page x of y at the foot, rows never torn unless too tall. */
export async function writePdf(content: PdfDocument): Promise<Blob> {
  const landscape = content.header.length > 6
  const pdf = new jsPDF({
    orientation: landscape ? 'landscape' : 'portrait',
    unit: 'mm',
    format: content.paper,
    compress: true,
  })
  await addFont(pdf, regular, 'normal')
  await addFont(pdf, bold, 'bold')
  pdf.setProperties({ title: content.title, creator: 'Stallcast' })
  const pageWidth = pdf.internal.pageSize.getWidth()
  const pageHeight = pdf.internal.pageSize.getHeight()
  const usable = pageWidth - 2 * marginMm
  const total = content.widths.reduce((sum, width) => sum + width, 0)

  pdf
    .setFont('Inter', 'bold')
    .setFontSize(16)
    .setTextColor(...dark)
  const title = pdf.splitTextToSize(content.title, usable) as string[]
  pdf.text(title.slice(0, 2), marginMm, marginMm + 4)
  const below = marginMm + 4 + Math.min(2, title.length) * 6
  pdf
    .setFont('Inter', 'normal')
    .setFontSize(9.5)
    .setTextColor(...grey)
  pdf.text(content.subtitle, marginMm, below)

  autoTable(pdf, {
    startY: below + 4,
    margin: { left: marginMm, right: marginMm, top: marginMm, bottom: marginMm + 6 },
    head: [[...content.header]],
    body: content.lines.map((line): RowInput => [...line.cells]),
    theme: 'plain',
    rowPageBreak: 'avoid',
    styles: {
      font: 'Inter',
      fontSize: 8.5,
      cellPadding: 1.6,
      textColor: dark,
      overflow: 'linebreak',
    },
    headStyles: { fontStyle: 'bold', textColor: grey, lineWidth: { bottom: 0.3 }, lineColor: grey },
    bodyStyles: { lineWidth: { bottom: 0.1 }, lineColor: light },
    columnStyles: Object.fromEntries(
      content.widths.map((width, index) => [index, { cellWidth: (usable * width) / total }]),
    ),
    didParseCell: ({ section, row, cell }) => {
      const line = section === 'body' ? content.lines[row.index] : undefined
      if (line?.kind === 'group')
        Object.assign(cell.styles, { fontStyle: 'bold', fillColor: light })
      if (line?.kind === 'skipped') cell.styles.textColor = grey
    },
    didDrawCell: ({ section, row, column, cell }) => {
      const colour =
        section === 'body' && column.index === 0 ? content.lines[row.index]?.colour : null
      if (!colour || !/^#[0-9a-f]{6}$/i.test(colour)) return
      pdf.setFillColor(colour)
      pdf.rect(cell.x - 1.2, cell.y + 0.4, 0.9, cell.height - 0.8, 'F')
    },
  })

  const pages = pdf.getNumberOfPages()
  for (let page = 1; page <= pages; page += 1) {
    pdf.setPage(page)
    pdf
      .setFont('Inter', 'normal')
      .setFontSize(8)
      .setTextColor(...grey)
    pdf.text(content.footer, marginMm, pageHeight - marginMm + 3)
    pdf.text(`Page ${page} of ${pages}`, pageWidth - marginMm, pageHeight - marginMm + 3, {
      align: 'right',
    })
  }
  return pdf.output('blob')
}

/** The built-in fonts of PDF know Western letters only; this one has Latin, Greek and Cyrillic. */
async function addFont(pdf: jsPDF, url: string, style: 'normal' | 'bold'): Promise<void> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`the font of the PDF cannot be loaded: ${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  }
  const file = `inter-${style}.ttf`
  pdf.addFileToVFS(file, btoa(binary))
  pdf.addFont(file, 'Inter', style)
}
