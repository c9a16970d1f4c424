/** One contiguous change of a text, in UTF-16 units, as Y.Text counts. */
export type TextEdit = { at: number; remove: number; insert: string }

/** A piece of a Y.Text change, as its events carry it. */
export type DeltaPart = { retain?: number; insert?: unknown; delete?: number }

/**
 * The smallest edit that leads from one text to another, so that people who type in the same text merge
 * instead of overwriting each other. Null when nothing changed.
 * @param caret where the caret stands in `after`: tells which of several equal letters was typed
 */
export function textEdit(before: string, after: string, caret = after.length): TextEdit | null {
  if (before === after) return null
  const suffixMost = Math.min(after.length - caret, before.length, after.length)
  let suffix = 0
  while (suffix < suffixMost && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1
  const prefixMost = Math.min(before.length, after.length) - suffix
  let prefix = 0
  while (prefix < prefixMost && before[prefix] === after[prefix]) prefix += 1
  // The caret may be stale (autocorrect, drop): whatever is still equal behind belongs to the suffix.
  const more = Math.min(before.length, after.length) - prefix
  while (suffix < more && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1
  // Half an emoji is no character: Y.Text would keep two broken halves.
  if (prefix > 0 && isHighSurrogate(before, prefix - 1)) prefix -= 1
  if (suffix > 0 && isLowSurrogate(before, before.length - suffix)) suffix -= 1
  return {
    at: prefix,
    remove: before.length - prefix - suffix,
    insert: after.slice(prefix, after.length - suffix),
  }
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Where a place in a text goes when somebody else changes the text. */
export function shiftPosition(position: number, delta: readonly DeltaPart[]): number {
  let at = 0
  let moved = position
  for (const part of delta) {
    if (at > moved) break
    if (part.retain !== undefined) at += part.retain
    else if (typeof part.insert === 'string') {
      // What is typed exactly at the caret goes behind it: one's own typing goes on where it was.
      if (at < moved) moved += part.insert.length
      at += part.insert.length
    } else if (part.delete !== undefined) {
      moved -= Math.min(part.delete, Math.max(0, moved - at))
    }
  }
  return moved
}
