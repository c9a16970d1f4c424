import * as Y from 'yjs'

/** A selection as it travels: tied to letters, so that it stays with them while others type. */
export type SharedCursor = { anchor: unknown; head: unknown }

export function cursorAt(text: Y.Text, anchor: number, head: number): SharedCursor {
  const at = (index: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index))
  return { anchor: at(anchor), head: at(head) }
}

/** Where somebody's selection stands now; null when it is in another text, or is none. */
export function placeOf(
  text: Y.Text,
  cursor: SharedCursor,
): { anchor: number; head: number } | null {
  const anchor = indexOf(text, cursor.anchor)
  const head = indexOf(text, cursor.head)
  return anchor === null || head === null ? null : { anchor, head }
}

function indexOf(text: Y.Text, json: unknown): number | null {
  if (!text.doc || typeof json !== 'object' || json === null) return null
  try {
    const relative = Y.createRelativePositionFromJSON(json)
    const place = Y.createAbsolutePositionFromRelativePosition(relative, text.doc)
    return place && place.type === text ? place.index : null
  } catch {
    // Whatever another browser sent: a caret that cannot be read is not shown.
    return null
  }
}
