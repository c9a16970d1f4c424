import { describe, expect, it } from 'vitest'
import { bindingOf, shortcutIds } from './bindings.ts'
import { keyText } from './key-names.ts'
import { keyRests, type PressedKey } from './key-rest.ts'

/** Just enough of an element: what it is itself, and what it stands in. */
function element(own: string, inside: string[] = [], type = 'text'): Element {
  const hits = (selectors: string, names: string[]): boolean =>
    selectors.split(', ').some((selector) => names.includes(selector))
  const stand = {
    matches: (selectors: string) => hits(selectors, [own]),
    closest: (selectors: string) => (hits(selectors, [own, ...inside]) ? stand : null),
    getAttribute: (name: string) => (name === 'type' ? type : null),
  }
  return stand as unknown as Element
}

const key = (code: string, held: Partial<PressedKey> = {}): PressedKey => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('the table of keys', () => {
  it('KEY1 gives no key two meanings', () => {
    const keys = shortcutIds.flatMap((id) => [...bindingOf(id).keys])
    expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([])
  })

  it('KEY2 binds physical keys, never letters', () => {
    const letters = shortcutIds
      .flatMap((id) => [...bindingOf(id).keys])
      .filter((keys) => /(^|\+)[a-z0-9]$/i.test(keys))
    expect(letters).toEqual([])
  })

  it('KEY3 never repeats a take, a cut or a mark while the key is held', () => {
    const repeating = shortcutIds.filter((id) => bindingOf(id).repeats)
    expect(repeating.filter((id) => /^(clock|bus|mark)/.test(id))).toEqual([])
  })

  it('KEY4 lets only chords through while typing', () => {
    const bare = shortcutIds
      .filter((id) => bindingOf(id).whileTyping)
      .filter((id) => !bindingOf(id).keys.every((keys) => /^(\$mod|Alt)\+/.test(keys)))
    expect(bare).toEqual([])
  })

  it('KEY5 leaves Escape alone: it never stops the show', () => {
    expect(shortcutIds.some((id) => bindingOf(id).keys.some((keys) => /Escape/.test(keys)))).toBe(
      false,
    )
  })
})

describe('what is printed', () => {
  it('KEY6 names keys as they are printed on the keyboard', () => {
    expect(keyText('KeyG', { mac: false })).toBe('G')
    expect(keyText('Digit3', { mac: false })).toBe('3')
    expect(keyText('$mod+KeyK', { mac: false })).toBe('Ctrl K')
    expect(keyText('$mod+KeyK', { mac: true })).toBe('⌘ K')
    expect(keyText('Shift+?', { mac: false })).toBe('?')
    expect(keyText('KeyZ', { mac: false, layout: new Map([['KeyZ', 'y']]) })).toBe('Y')
  })
})

describe('when keys rest', () => {
  it('KEY7 letters and digits rest while typing', () => {
    for (const target of [
      element('input'),
      element('textarea'),
      element('span', ['[contenteditable="true"]']),
      element('div', ['[data-typing]']),
    ]) {
      expect(keyRests(key('KeyG'), target, false)).toBe(true)
      expect(keyRests(key('Digit1'), target, false)).toBe(true)
    }
    expect(keyRests(key('KeyG'), element('div'), false)).toBe(false)
    expect(keyRests(key('KeyG'), null, false)).toBe(false)
  })

  it('KEY8 a focused button keeps Space and Enter but not letters', () => {
    expect(keyRests(key('Space'), element('button'), false)).toBe(true)
    expect(keyRests(key('Enter'), element('[role="tab"]'), false)).toBe(true)
    expect(keyRests(key('KeyG'), element('button'), false)).toBe(false)
    expect(keyRests(key('Space'), element('div'), false)).toBe(false)
  })

  it('KEY9 a dialog or a menu keeps every key', () => {
    const target = element('div', ['[role="dialog"]'])
    expect(keyRests(key('KeyG'), target, false)).toBe(true)
    expect(keyRests(key('KeyK', { ctrlKey: true }), target, true)).toBe(true)
  })

  it('KEY10 chords that are allowed work while typing', () => {
    const target = element('textarea')
    expect(keyRests(key('KeyZ', { ctrlKey: true }), target, true)).toBe(false)
    expect(keyRests(key('KeyL', { ctrlKey: true }), target, false)).toBe(true)
    expect(keyRests(key('KeyZ', { ctrlKey: true }), target, 'shared')).toBe(true)
    for (const shared of ['[data-shared-text]', '[data-typing]', '[data-typing] *']) {
      const place = element(shared, ['[data-typing]'])
      expect(keyRests(key('KeyZ', { ctrlKey: true }), place, 'shared')).toBe(false)
    }
  })

  it('KEY8 a checkbox keeps Space but lets letters pass', () => {
    const target = element('input', [], 'checkbox')
    expect(keyRests(key('Space'), target, false)).toBe(true)
    expect(keyRests(key('KeyG'), target, false)).toBe(false)
  })
})
