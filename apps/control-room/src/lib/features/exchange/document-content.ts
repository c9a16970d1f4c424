import { contentFromRoots, type RundownContent } from '@stallcast/shared/rundown/exchange'
import { parseCellTextRoot } from '@stallcast/shared/rundown'
import type * as Y from 'yjs'

/** The whole run of show as it stands in this copy of the document, the deleted entries too. */
export function documentContent(doc: Y.Doc): RundownContent {
  const names = [...doc.share.keys()].filter((name) => parseCellTextRoot(name) !== null)
  return contentFromRoots(
    (name) => doc.getMap(name).toJSON(),
    names.map((name) => [name, doc.getText(name).toString()]),
  )
}
