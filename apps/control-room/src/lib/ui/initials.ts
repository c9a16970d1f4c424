const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** First characters of the first two words, as a person counts characters: a flag or a family is one. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => [...graphemes.segment(word)][0]?.segment ?? '')
    .join('')
    .toUpperCase()
}
