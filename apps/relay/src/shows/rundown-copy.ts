import {
  cellKey,
  cellTextRoot,
  cueTextFields,
  documentShapes,
  isTextColumn,
  newCueFields,
  parseCellKey,
  parseCellTextRoot,
  type Trigger,
} from '@stallcast/shared/rundown'
import {
  contentFromRoots,
  contentOf,
  type RundownContent,
  type RundownFile,
} from '@stallcast/shared/rundown/exchange'
import * as Y from 'yjs'

/** The run of show in a document, as plain values. Looks only: roots that nobody has made yet are left alone. */
export function readContent(doc: Y.Doc): RundownContent {
  const names = [...doc.share.keys()].filter((name) => parseCellTextRoot(name) !== null)
  return contentFromRoots(
    (name) => doc.getMap(name).toJSON(),
    names.map((name) => [name, doc.getText(name).toString()]),
  )
}

export type CopyPlan = {
  /** Products of the old show to those of the new one; what is not in it is not sold there. */
  productIds: ReadonlyMap<string, string>
  /** Outputs likewise; triggers that speak to any other are left out. */
  outputIds: ReadonlyMap<string, string>
  plannedStartMs: number
  nowMs: number
}

/**
 * A new document with the run of show of a file, as the one update that it begins with. Times of day stay, the fixed
 * end moves along with the start, and pictures, which lie with the old show, are left out.
 */
export function rundownUpdate(
  file: RundownFile,
  plan: CopyPlan,
): { update: Uint8Array; paths: string[] } {
  const doc = new Y.Doc()
  const { cues, groups, columns, cells, triggers, presets, settings } = contentOf(file)
  const { nowMs } = plan
  const paths: string[] = []
  const put = (root: string, id: string, fields: object): Y.Map<unknown> => {
    const map = new Y.Map<unknown>(Object.entries(fields))
    doc.getMap(root).set(id, map)
    paths.push(`${root}/${id}`)
    return map
  }
  doc.transact(() => {
    for (const root of Object.keys(documentShapes.rundown)) doc.getMap(root)
    for (const { id, ...group } of groups) put('groups', id, { ...group, createdAt: nowMs })
    for (const { id, ...column } of columns) put('columns', id, { ...column, createdAt: nowMs })
    for (const { id, ...preset } of presets) put('views', id, { ...preset, createdAt: nowMs })
    for (const { id, title, notes, script, ...cue } of cues) {
      const productId = plan.productIds.get(cue.productId ?? '') ?? null
      const map = put('cues', id, newCueFields({ ...cue, productId, createdAt: nowMs }))
      const texts = { title, notes, script }
      for (const field of cueTextFields) map.set(field, new Y.Text(texts[field]))
    }
    const types = new Map(columns.map(({ id, type }) => [id, type]))
    for (const [key, value] of cells) {
      const address = parseCellKey(key)
      const type = types.get(address?.columnId ?? '')
      if (!address || type === undefined || type === 'image' || value === null) continue
      const { cueId, columnId } = address
      if (isTextColumn(type)) doc.getText(cellTextRoot(cueId, columnId)).insert(0, String(value))
      else doc.getMap('cells').set(cellKey(cueId, columnId), value)
    }
    for (const trigger of triggers) {
      const action = actionFor(trigger, plan)
      if (!action) continue
      const { id, ...fields } = trigger
      put('triggers', id, { ...fields, action, createdAt: nowMs })
    }
    const { fixedEndMs } = settings
    const movedBy = plan.plannedStartMs - file.show.plannedStartMs
    const moved = { ...settings, fixedEndMs: fixedEndMs === null ? null : fixedEndMs + movedBy }
    for (const [name, value] of Object.entries(moved)) doc.getMap('settings').set(name, value)
  })
  return { update: Y.encodeStateAsUpdate(doc), paths }
}

function actionFor({ action }: Trigger, plan: CopyPlan): Trigger['action'] | null {
  if (!('outputId' in action)) return action
  const outputId = plan.outputIds.get(action.outputId)
  return outputId === undefined ? null : { ...action, outputId }
}
