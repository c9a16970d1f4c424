import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function token(name: string): string {
  const found = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`).exec(css)?.[1]
  if (!found) throw new Error(`no colour token --${name}`)
  return found
}

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

describe('contrast of the control surface', () => {
  const surfaces = ['bg', 'panel', 'panel-2']
  const texts = ['text', 'text-2', 'text-3', 'air', 'pvw', 'accent', 'accent-text', 'warn', 'money']

  it.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)))(
    'UI5 --%s on --%s reads at 4.5:1',
    (text, surface) => {
      expect(contrast(token(text), token(surface))).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each([
    ['text', 'air-bg'],
    ['text-2', 'air-bg'],
    ['text-3', 'air-bg'],
    ['text-2', 'pvw-bg'],
    ['text-3', 'pvw-bg'],
    ['accent-text', 'accent-bg'],
    ['warn', 'warn-bg'],
    ['on-tint', 'tint-0'],
    ['on-tint', 'tint-1'],
    ['on-tint', 'tint-2'],
    ['on-tint', 'tint-3'],
  ])('UI5 --%s on --%s reads at 4.5:1', (text, surface) => {
    expect(contrast(token(text), token(surface))).toBeGreaterThanOrEqual(4.5)
  })

  it('UI5 white reads on the fill of on air', () => {
    expect(contrast('#ffffff', token('air-fill'))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent', 'air', 'pvw', 'warn'])('UI6 --%s is seen as a mark at 3:1', (mark) => {
    expect(contrast(token(mark), token('panel-3'))).toBeGreaterThanOrEqual(3)
  })
})
