import { diffWordsWithSpace } from 'diff'
import type { TextPart } from './history.schema.ts'

/** Comparing word by word takes time by the square of it: a longer stretch is shown replaced as a whole. */
const comparedMost = 6_000
/** So much of what stayed is shown on either side of what did not. */
const contextLength = 40

/** What leads from one text to another, word by word. Put together without `removed` it is the new text. */
export function textDiff(before: string, after: string): TextPart[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }]
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head += 1
  head = wordStart(before, after, head)
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  tail = wordEnd(before, after, tail)
  const middle = compare(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  )
  return joined([
    { kind: 'same', text: before.slice(0, head) },
    ...middle,
    { kind: 'same', text: before.slice(before.length - tail) },
  ])
}

/** The same with what stayed cut to the neighbourhood of what did not. */
export function shortDiff(parts: readonly TextPart[]): TextPart[] {
  return parts.map((part, at) => {
    if (part.kind !== 'same') return part
    const first = at === 0 ? 0 : contextLength
    const last = at === parts.length - 1 ? 0 : contextLength
    if (part.text.length <= first + last + 1) return part
    const begin = part.text.slice(0, first)
    const end = last === 0 ? '' : part.text.slice(-last)
    return { kind: 'same', text: `${begin.toWellFormed()}…${end.toWellFormed()}` }
  })
}

function compare(before: string, after: string): TextPart[] {
  if (before === '' || after === '' || before.length + after.length > comparedMost) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  }
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}

const letter = /[\p{L}\p{N}\p{M}\p{S}]/u
const isBreak = (character: string | undefined) =>
  character === undefined || !letter.test(character)

/** Moves a place back to where the word around it begins, so that no word and no emoji is cut in two. */
function wordStart(before: string, after: string, at: number): number {
  let place = at
  while (place > 0 && !(isBreak(before[place - 1]) && isBreak(after[place - 1]))) {
    place -= 1
    if (isSurrogatePair(before, place)) continue
  }
  if (place > 0 && isSurrogatePair(before, place - 1)) place -= 1
  return place
}

function wordEnd(before: string, after: string, length: number): number {
  let kept = length
  const inside = (): string | undefined => before[before.length - kept]
  while (kept > 0 && !isBreak(inside())) kept -= 1
  if (kept > 0 && kept < before.length && isSurrogatePair(before, before.length - kept - 1))
    kept -= 1
  return Math.min(kept, after.length)
}

function isSurrogatePair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xff_ff
}

function joined(parts: readonly TextPart[]): TextPart[] {
  const whole: TextPart[] = []
  for (const part of parts) {
    const last = whole.at(-1)
    if (part.text === '') continue
    if (last?.kind === part.kind) last.text += part.text
    else whole.push({ ...part })
  }
  return whole
}
