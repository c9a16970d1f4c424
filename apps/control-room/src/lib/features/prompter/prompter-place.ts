import type { PrompterPlace } from '@stallcast/shared/rundown'

/** Where the script of a cue lies on this screen, in pixels from the top of all scripts. */
export type ScriptBox = { cueId: string; top: number; height: number }

/** The place in the text at a height. Above and below all scripts: the first and the last of them. */
export function placeAt(y: number, boxes: readonly ScriptBox[]): PrompterPlace | null {
  const box = boxes.findLast((each) => each.top <= y) ?? boxes[0]
  if (!box) return null
  const part = box.height > 0 ? (y - box.top) / box.height : 0
  return { cueId: box.cueId, part: Math.min(1, Math.max(0, part)) }
}

/** The height of a place; null when its script is not on this screen. */
export function heightOf(place: PrompterPlace | null, boxes: readonly ScriptBox[]): number | null {
  const box = boxes.find((each) => each.cueId === place?.cueId)
  return box && place ? box.top + place.part * box.height : null
}

/** The script before or behind the one at a height. */
export function neighbour(
  y: number,
  boxes: readonly ScriptBox[],
  step: 1 | -1,
): ScriptBox | undefined {
  // Just past its beginning one goes back to that, as players do.
  const at = boxes.findLastIndex((each) => each.top <= y + 1)
  const here = boxes[at]
  if (step === -1 && here && y - here.top > 24) return here
  return boxes[Math.max(0, at + step)]
}
