import { systemActor } from '@stallcast/shared/crew'
import { cueTextFields, documentName, newCueFields } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { createDocumentLog } from '@stallcast/store/collab'
import { generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { demoCueId, demoCues, demoProductId } from './demo-show.ts'

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
  const orders = generateNKeysBetween(null, null, demoCues.length)
  doc.transact(() => {
    for (const [index, cue] of demoCues.entries()) {
      const { type, durationMs, sourceId, colour, sells } = cue
      const fields = newCueFields({
        order: orders[index] ?? '',
        createdAt: nowMs,
        type,
        durationMs,
        sourceId,
        colour,
        productId: sells ? demoProductId(showId, sells.sku) : null,
        priceMinor: sells?.priceMinor ?? null,
        quantity: sells?.quantity ?? null,
      })
      const map = new Y.Map<unknown>(Object.entries(fields))
      for (const field of cueTextFields) map.set(field, new Y.Text(cue[field]))
      doc.getMap('cues').set(demoCueId(index), map)
    }
  })
  return Y.encodeStateAsUpdate(doc)
}
