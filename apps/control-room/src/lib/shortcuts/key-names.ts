const named: Record<string, string> = {
  Space: 'Space',
  Enter: 'Enter',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Equal: '+',
  Minus: '−',
}

export type KeyNaming = {
  mac: boolean
  /** What the person's own layout prints on a physical key, from the browser where it tells. */
  layout?: ReadonlyMap<string, string> | null
}

/** What is printed for a binding: `$mod+KeyK` is `Ctrl K`, or `⌘ K` on a Mac. */
export function keyText(keys: string, { mac, layout }: KeyNaming): string {
  return keys
    .split('+')
    .map((part) => {
      if (part === '$mod') return mac ? '⌘' : 'Ctrl'
      if (part === 'Alt') return mac ? '⌥' : 'Alt'
      if (part === 'Shift') return part
      if (part in named) return named[part]
      const printed = part.startsWith('Key') ? layout?.get(part) : undefined
      if (printed) return printed.toUpperCase()
      return part.replace(/^(Key|Digit|Numpad)/, '')
    })
    .filter((part, index, all) => !(part === 'Shift' && all[index + 1] === '?'))
    .join(' ')
}
