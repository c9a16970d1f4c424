/** One contiguous change of a text, in UTF-16 units, as Y.Text counts. */
export type TextSplice = { at: number; remove: number; insert: string }

/**
 * The smallest change that leads from one text to another; null when nothing changed. Never cuts a surrogate
 * pair in half, which Y.Text would keep as two broken characters.
 */
export function textSplice(before: string, after: string): TextSplice | null {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let prefix = 0
  while (prefix < most && before[prefix] === after[prefix]) prefix += 1
  if (prefix > 0 && isHighSurrogate(before, prefix - 1)) prefix -= 1
  let suffix = 0
  while (suffix < most - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1
  if (suffix > 0 && isLowSurrogate(before, before.length - suffix)) suffix -= 1
  return {
    at: prefix,
    remove: before.length - prefix - suffix,
    insert: after.slice(prefix, after.length - suffix),
  }
}

/**
 * What to change in a text that others have written in meanwhile: what one person did to `base` is carried over
 * to `current`, so that both stand (VW9). What both removed is gone once; what both put in at one place stands
 * twice, the others' first.
 */
export function mergeSplice(base: string, mine: string, current: string): TextSplice | null {
  const splice = textSplice(base, mine)
  if (!splice) return null
  const theirs = textSplice(base, current)
  if (!theirs) return splice
  if (mine === current) return null
  const end = splice.at + splice.remove
  const from = carried(splice.at, theirs, 'after')
  const to = Math.max(from, carried(end, theirs, 'before'))
  // What they wrote inside of what I removed stays.
  const theirEnd = theirs.at + theirs.remove
  const inside = theirs.at > splice.at && theirs.at < end && theirEnd <= end
  const insert = inside ? splice.insert + theirs.insert : splice.insert
  return { at: from, remove: to - from, insert }
}

/** Where a place in the text goes when somebody else changes it. */
function carried(place: number, edit: TextSplice, side: 'before' | 'after'): number {
  const end = edit.at + edit.remove
  if (place < edit.at || (place === edit.at && side === 'before')) return place
  if (place >= end) return place + edit.insert.length - edit.remove
  return side === 'before' ? edit.at : edit.at + edit.insert.length
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}
