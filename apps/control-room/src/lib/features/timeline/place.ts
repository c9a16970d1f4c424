import { placeOf, type Span } from './timeline.model.ts'

/** CSS for a span on the timeline: a hair is left free so that neighbours stay apart. */
export function leftOf(span: Span, range: Span): string {
  return `${placeOf(span.fromMs, range) * 100}%`
}

export function widthOf(span: Span, range: Span): string {
  return `calc(${(placeOf(span.toMs, range) - placeOf(span.fromMs, range)) * 100}% - 1px)`
}
