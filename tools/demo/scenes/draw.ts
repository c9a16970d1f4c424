/** Small words for drawing one frame of a scene as SVG. `t` is the place in the loop, 0 to 1. */

export const width = 640
export const height = 360

/** A swing that closes with the loop: `cycles` must be whole. Between -1 and 1. */
export function swing(t: number, cycles: number, phase = 0): number {
  return Math.sin(2 * Math.PI * (cycles * t + phase))
}

/** 0 to 1 and back to 0, eased, between two places of the loop; 0 outside. */
export function pulse(t: number, from: number, to: number, edge = 0.06): number {
  if (t <= from || t >= to) return 0
  return Math.min(ease((t - from) / edge), ease((to - t) / edge))
}

export function ease(x: number): number {
  const clamped = Math.min(1, Math.max(0, x))
  return clamped * clamped * (3 - 2 * clamped)
}

/** Place of something that crosses the frame once (or `cycles` times) in the loop, 0 to 1. */
export function travel(t: number, cycles: number, phase = 0): number {
  const at = cycles * t + phase
  return at - Math.floor(at)
}

export function n(value: number): string {
  return value.toFixed(2)
}

export function group(transform: string, ...children: string[]): string {
  return `<g transform="${transform}">${children.join('')}</g>`
}

export function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('')
}

export function rect(x: number, y: number, w: number, h: number, fill: string, more = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}" ${more}/>`
}

export function ellipse(
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  fill: string,
  more = '',
): string {
  return `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`
}

export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`
}

export function line(d: string, stroke: string, strokeWidth: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${strokeWidth}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
}

export function text(
  x: number,
  y: number,
  size: number,
  weight: number,
  fill: string,
  content: string,
  more = '',
): string {
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${n(x)}" y="${n(y)}" font-family="Inter" font-size="${size}" font-weight="${weight}" fill="${fill}" ${more}>${safe}</text>`
}

/** Flags on a rope that hangs between two points and moves in the wind. */
export function bunting(
  t: number,
  from: { x: number; y: number },
  to: { x: number; y: number },
  options: { flags: number; sag: number; size: number; colours: readonly string[]; rope: string },
): string {
  const sag = options.sag + swing(t, 2) * 1.6
  const at = (u: number) => ({
    x: from.x + (to.x - from.x) * u,
    y: from.y + (to.y - from.y) * u + sag * 4 * u * (1 - u),
  })
  const middle = at(0.5)
  const control = { x: middle.x, y: 2 * middle.y - (from.y + to.y) / 2 }
  const rope = `M${n(from.x)} ${n(from.y)}Q${n(control.x)} ${n(control.y)} ${n(to.x)} ${n(to.y)}`
  const flags = repeat(options.flags, (index) => {
    const a = at((index + 0.14) / options.flags)
    const b = at((index + 0.86) / options.flags)
    const lean = swing(t, 4, index * 0.13) * options.size * 0.22
    const tipX = (a.x + b.x) / 2 + lean
    const tipY = (a.y + b.y) / 2 + options.size
    const colour = options.colours[index % options.colours.length] ?? '#fff'
    return path(`M${n(a.x)} ${n(a.y)}L${n(b.x)} ${n(b.y)}L${n(tipX)} ${n(tipY)}Z`, colour)
  })
  return line(rope, options.rope, 1.6) + flags
}

/** Gradients that any scene may fill with. */
export const definitions =
  '<defs><radialGradient id="puff"><stop offset="0" stop-color="#fff" stop-opacity=".9"/>' +
  '<stop offset=".55" stop-color="#fff" stop-opacity=".42"/>' +
  '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>'

/** Steam that rises from a point: soft puffs that climb, sway, widen and fade. */
export function steam(t: number, x: number, y: number, reach: number): string {
  return repeat(9, (index) => {
    const rise = travel(t, 3, index / 9)
    const sway = swing(t, 2, index * 0.17 + rise * 0.7) * (2 + rise * reach * 0.16)
    const opacity = 0.75 * Math.sin(Math.PI * rise) ** 1.1
    const r = 5 + rise * reach * 0.16
    return ellipse(x + sway, y - rise * reach, r, r * 1.5, 'url(#puff)', `opacity="${n(opacity)}"`)
  })
}
