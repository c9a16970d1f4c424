import { systemActor } from '@stallcast/shared/crew'
import {
  cellKey,
  cellTextRoot,
  cueTextFields,
  documentName,
  isTextColumn,
  newCueFields,
  type CellValue,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { createDocumentLog } from '@stallcast/store/collab'
import { generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { demoColumns, demoCueId, demoCues, demoGroups, demoProductId } from './demo-show.ts'

/** Writes the run of show as the first update of its document; one that has been edited is left alone. */
export async function seedRundown(
  database: Database,
  showId: string,
  nowMs: number,
): Promise<void> {
  const log = createDocumentLog(database)
  const name = documentName(showId, 'rundown')
  const stored = await log.load(name)
  if (stored.snapshot || stored.updates.length > 0) return
  await log.append(name, [
    {
      seq: 1,
      update: rundownUpdate(showId, nowMs),
      sessionId: null,
      role: null,
      personName: systemActor.name,
      paths: demoCues.map((_, index) => `cues/${demoCueId(index)}`),
      atMs: nowMs,
    },
  ])
}

function rundownUpdate(showId: string, nowMs: number): Uint8Array {
  const doc = new Y.Doc()
  const made = { createdAt: nowMs, deletedAt: null }
  // Cues and groups share one set of keys: in this order a group comes where its first cue does.
  const orders = generateNKeysBetween(null, null, demoCues.length)
  const columnOrders = generateNKeysBetween(null, null, demoColumns.length)
  const entry = (fields: object): Y.Map<unknown> => new Y.Map<unknown>(Object.entries(fields))
  doc.transact(() => {
    for (const { id, ...group } of demoGroups) {
      const at = demoCues.findIndex((cue) => cue.groupId === id)
      doc.getMap('groups').set(id, entry({ ...group, ...made, order: orders[at] }))
    }
    for (const [index, { id, ...column }] of demoColumns.entries()) {
      doc.getMap('columns').set(id, entry({ ...column, ...made, order: columnOrders[index] }))
    }
    for (const [index, cue] of demoCues.entries()) {
      const { type, durationMs, sourceId, colour, sells, groupId, autoFollow, announced, cells } =
        cue
      const fields = newCueFields({
        order: orders[index] ?? '',
        createdAt: nowMs,
        type,
        announced,
        durationMs,
        sourceId,
        colour,
        groupId,
        autoFollow,
        productId: sells ? demoProductId(showId, sells.sku) : null,
        priceMinor: sells?.priceMinor ?? null,
        quantity: sells?.quantity ?? null,
      })
      const map = entry(fields)
      for (const field of cueTextFields) map.set(field, new Y.Text(cue[field]))
      doc.getMap('cues').set(demoCueId(index), map)
      for (const [columnId, value] of Object.entries(cells)) {
        writeCell(doc, demoCueId(index), columnId, value)
      }
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

function writeCell(doc: Y.Doc, cueId: string, columnId: string, value: CellValue): void {
  const column = demoColumns.find(({ id }) => id === columnId)
  if (column && isTextColumn(column.type)) {
    doc.getText(cellTextRoot(cueId, columnId)).insert(0, String(value))
  } else doc.getMap('cells').set(cellKey(cueId, columnId), value)
}
