import { ellipse, group, line, n, path, rect, repeat, text } from './draw.ts'

/** The things on sale, drawn alike in every scene. Each stands on y = 0, centred on x = 0. */

export type FlaskColours = { body: string; shade: string; light: string; lid: string }

export const coralFlask: FlaskColours = {
  body: '#f4efe4',
  shade: '#d9cfbd',
  light: '#ffffff',
  lid: '#2d3a4b',
}

/** @param turn 0 to 1: how far the flask has turned about its axis; the anchor on it moves across. */
export function flask(turn: number, colours: FlaskColours = coralFlask): string {
  const angle = turn * 2 * Math.PI
  const label = (offset: number) => {
    const a = angle + offset
    const depth = Math.cos(a)
    if (depth <= 0.02) return ''
    return group(
      `translate(${n(Math.sin(a) * 27)} -62) scale(${n(Math.max(0.06, depth))} 1)`,
      anchor('#e4573d'),
    )
  }
  return (
    path(
      'M-30 0Q-31 -2 -31 -8V-92Q-31 -108 -18 -116V-128H18V-116Q31 -108 31 -92V-8Q31 -2 30 0Z',
      colours.body,
    ) +
    path(
      'M10 0Q16 -40 14 -92Q13 -108 6 -116V-128H18V-116Q31 -108 31 -92V-8Q31 -2 30 0Z',
      colours.shade,
      'opacity=".75"',
    ) +
    path(
      'M-24 -12V-92Q-24 -102 -17 -108L-13 -104Q-18 -98 -18 -90V-12Z',
      colours.light,
      'opacity=".85"',
    ) +
    rect(-31, -24, 62, 6, '#2d3a4b', 'opacity=".9"') +
    label(0) +
    label(Math.PI) +
    rect(-20, -150, 40, 24, colours.lid, 'rx="5"') +
    rect(-14, -150, 6, 24, '#ffffff', 'opacity=".18"') +
    line('M-9 -152Q0 -168 9 -152', colours.lid, 5)
  )
}

export function anchor(colour: string): string {
  return (
    line('M0 -15V16M-8 -7H8M-14 5Q-12 16 0 17Q12 16 14 5', colour, 4) +
    ellipse(0, -19, 4.5, 4.5, 'none', `stroke="${colour}" stroke-width="3.4"`)
  )
}

/** @param steamless the steam is drawn by the scene, above everything */
export function cup(body = '#e8dccb', band = '#b98b5e'): string {
  return (
    ellipse(27, -22, 12, 13, 'none', `stroke="${body}" stroke-width="6"`) +
    path('M-27 -44H27L23 -8Q21 0 12 0H-12Q-21 0 -23 -8Z', body) +
    path('M8 -44H27L23 -8Q21 0 12 0H4Q12 -16 8 -44Z', '#000', 'opacity=".1"') +
    path('M-24.6 -20H24.6L23 -8Q21 0 12 0H-12Q-21 0 -23 -8Z', band) +
    ellipse(0, -44, 27, 6, '#f6efe3') +
    ellipse(0, -43.4, 23, 4.6, '#4a2c1d')
  )
}

export function coffeeBag(): string {
  return (
    path('M-32 0L-34 -86Q-20 -92 0 -90T34 -86L32 0Z', '#37424f') +
    path('M14 0Q20 -44 16 -90L34 -86L32 0Z', '#000', 'opacity=".16"') +
    rect(-34, -102, 68, 15, '#2b343f', 'rx="2"') +
    line('M-30 -94H30', '#56626f', 1.6) +
    rect(-23, -66, 46, 44, '#f0e4cf', 'rx="3"') +
    text(0, -50, 8, 800, '#37424f', 'HARBOUR', 'text-anchor="middle"') +
    text(0, -39, 9, 800, '#c8553d', 'ROAST', 'text-anchor="middle" letter-spacing="1.6"') +
    line('M-13 -31Q-6 -35 0 -31T13 -31', '#37424f', 1.8)
  )
}

export function candle(flame: number): string {
  return (
    ellipse(0, -66, 16, 18, '#ffd27a', 'opacity=".28"') +
    path(
      `M0 ${n(-60 - 17 * flame)}Q8 -62 5 -54Q0 -49 -5 -54Q-8 -62 0 ${n(-60 - 17 * flame)}Z`,
      '#ffc24d',
    ) +
    path(
      `M0 ${n(-57 - 9 * flame)}Q4 -58 2.6 -54Q0 -51 -2.6 -54Q-4 -58 0 ${n(-57 - 9 * flame)}Z`,
      '#fff3cf',
    ) +
    line('M0 -52V-46', '#5a4630', 2) +
    path('M-20 -46H20V-5Q20 0 15 0H-15Q-20 0 -20 -5Z', '#e8b64c') +
    path('M8 -46H20V-5Q20 0 15 0H6Q11 -20 8 -46Z', '#000', 'opacity=".12"') +
    rect(-20, -32, 40, 20, '#fbf3e2') +
    text(0, -19.4, 7, 700, '#8a6420', 'BEESWAX', 'text-anchor="middle"')
  )
}

export function blanket(colours: readonly string[]): string {
  return repeat(colours.length, (index) => {
    const y = -15 * (index + 1)
    const fill = colours[index] ?? '#fff'
    return (
      rect(-42, y, 84, 15, fill, 'rx="7"') +
      rect(-42, y + 9, 84, 6, '#000', 'rx="3" opacity=".08"') +
      line(`M-38 ${y + 5}H20`, '#fff', 1.2, 'opacity=".45" stroke-dasharray="3 4"')
    )
  })
}

export function plant(sway: number): string {
  const leaf = (angle: number, length: number, fill: string) =>
    group(
      `translate(0 -24) rotate(${n(angle + sway * 3)})`,
      path(`M0 0Q-9 ${-length / 2} 0 ${-length}Q9 ${-length / 2} 0 0Z`, fill),
    )
  return (
    leaf(-52, 30, '#2f7d6b') +
    leaf(48, 32, '#2f7d6b') +
    leaf(-24, 40, '#3c9a82') +
    leaf(22, 42, '#3c9a82') +
    leaf(0, 46, '#57b79b') +
    path('M-15 -26H15L11 0H-11Z', '#fbe9d4') +
    path('M4 -26H15L11 0H3Z', '#000', 'opacity=".08"')
  )
}
