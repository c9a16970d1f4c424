/** A text that can be found: of a cue, in one of its fields. */
export type Findable = { cueId: string; field: string; place: string; text: string }

export type Hit = Findable & {
  /** Some words around what was found. */
  before: string
  match: string
  after: string
}

const aroundChars = 48

/** Letters as they are compared: without case and accents. `at[i]` is where the i-th came from. */
function folded(text: string): { letters: string; at: number[] } {
  let letters = ''
  const at: number[] = []
  let index = 0
  for (const sign of text) {
    const plain = sign.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
    for (let each = 0; each < plain.length; each++) at.push(index)
    letters += plain
    index += sign.length
  }
  at.push(text.length)
  return { letters, at }
}

/**
 * Where the words stand together, else the fields that hold each of them; in the order given.
 * Case and accents do not count. No words find nothing.
 */
export function find(query: string, all: readonly Findable[], most = 80): Hit[] {
  const wanted = folded(query.trim().replaceAll(/\s+/g, ' ')).letters
  if (wanted === '') return []
  const words = wanted.split(' ')
  const hits: Hit[] = []
  for (const each of all) {
    const { letters, at } = folded(each.text)
    let start = letters.indexOf(wanted)
    let length = wanted.length
    if (start < 0 && words.length > 1 && words.every((word) => letters.includes(word))) {
      start = letters.indexOf(words[0] ?? '')
      length = words[0]?.length ?? 0
    }
    if (start < 0) continue
    hits.push({ ...each, ...around(each.text, at[start] ?? 0, at[start + length] ?? 0) })
    if (hits.length === most) break
  }
  return hits
}

function around(text: string, from: number, to: number): Pick<Hit, 'before' | 'match' | 'after'> {
  const lead = text.slice(Math.max(0, from - aroundChars), from)
  const rest = text.slice(to, to + aroundChars)
  const flat = (part: string): string => part.replaceAll(/\s+/g, ' ')
  return {
    before: (from > aroundChars ? '…' : '') + flat(lead),
    match: flat(text.slice(from, to)),
    after: flat(rest) + (to + aroundChars < text.length ? '…' : ''),
  }
}
