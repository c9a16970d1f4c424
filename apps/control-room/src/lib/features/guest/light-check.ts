export type LightVerdict = 'dark' | 'dim' | 'good' | 'glaring'
export type LightReading = {
  /** Mean brightness of the picture, 0 to 100. */
  lightPct: number
  verdict: LightVerdict
}

/** Rec. 709 weights: how bright a pixel looks. */
const red = 0.2126
const green = 0.7152
const blue = 0.0722

/** Judges the light from the pixels of a small copy of the picture (RGBA, as canvas gives them). */
export function readLight(rgba: Uint8ClampedArray): LightReading {
  const pixels = Math.floor(rgba.length / 4)
  if (pixels === 0) return { lightPct: 0, verdict: 'dark' }
  let sum = 0
  for (let at = 0; at < pixels * 4; at += 4) {
    sum += red * (rgba[at] ?? 0) + green * (rgba[at + 1] ?? 0) + blue * (rgba[at + 2] ?? 0)
  }
  const lightPct = Math.round(((sum / pixels) * 100) / 255)
  return { lightPct, verdict: verdictOf(lightPct) }
}

function verdictOf(lightPct: number): LightVerdict {
  if (lightPct < 12) return 'dark'
  if (lightPct < 30) return 'dim'
  return lightPct > 85 ? 'glaring' : 'good'
}

export const lightTexts: Record<LightVerdict, string> = {
  dark: 'Too dark to see you. Switch on a lamp, or check the lens.',
  dim: 'Dim. Face a window or a lamp.',
  good: '',
  glaring: 'Too bright. Turn away from the window or the lamp.',
}
