import type { CueSpan, Span } from './timeline.model.ts'

/** Blocks narrower than this part of what is shown cannot be read or pressed. */
const leastPart = 0.004

/**
 * Draws neighbours that are to come together where they would be slivers: a show of 2,000 cues is a few hundred
 * blocks. The first of them names the block; what has run, is on air or comes next keeps its own.
 */
export function denseSpans(spans: readonly CueSpan[], range: Span): CueSpan[] {
  const leastMs = (range.toMs - range.fromMs) * leastPart
  const drawn: CueSpan[] = []
  for (const span of spans) {
    const last = drawn.at(-1)
    const joins =
      last !== undefined &&
      last.phase === 'later' &&
      span.phase === 'later' &&
      last.toMs - last.fromMs < leastMs &&
      span.fromMs >= last.fromMs
    if (joins) drawn[drawn.length - 1] = { ...last, toMs: Math.max(last.toMs, span.toMs) }
    else drawn.push(span)
  }
  return drawn
}
