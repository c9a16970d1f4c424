/** Scripts that put no spaces between words: their words are found by dictionary. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const word = /[\p{L}\p{M}\p{N}]+(?:['’\-.,][\p{L}\p{M}\p{N}]+)*/gu

/** How many words of a Markdown text are spoken: marks, addresses, pictures and comments are not. */
export function spokenWords(markdown: string): number {
  const text = markdown
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<?https?:\/\/[^\s>)]+>?/g, ' ')
    .replace(/[*~`]/g, '')
    .replace(/^\s*\d+[.)]\s/gm, ' ')
  if (!unspaced.test(text)) return text.match(word)?.length ?? 0
  let words = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(
    text,
  )) {
    if (isWordLike) words += 1
  }
  return words
}

/** How long a script takes to read aloud (RD52). @param wordsPerMinute the show's reading speed */
export function scriptLengthMs(markdown: string, wordsPerMinute: number): number {
  return Math.round((spokenWords(markdown) * 60_000) / wordsPerMinute)
}
