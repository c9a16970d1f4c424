import { ellipse, group, line, n, path, rect, repeat, swing, text, travel } from './draw.ts'

/** What viewers see when the camera on air is lost: the word mark, calm, and a promise. Dark. */
export function slate(t: number): string {
  return (
    rect(0, 0, 640, 360, '#15171d') +
    '<radialGradient id="glow" cx=".5" cy=".42" r=".6"><stop offset="0" stop-color="#2a2f3c"/>' +
    '<stop offset="1" stop-color="#15171d"/></radialGradient>' +
    rect(0, 0, 640, 360, 'url(#glow)') +
    waves(t) +
    mark(t) +
    text(320, 226, 46, 800, '#ffffff', 'Stallcast', 'text-anchor="middle" letter-spacing="-1"') +
    text(320, 262, 19, 500, '#a9b0be', 'We’ll be right back', 'text-anchor="middle"') +
    repeat(3, (index) => {
      const glow = 0.3 + 0.7 * Math.max(0, swing(t, 8, -index * 0.16))
      return ellipse(304 + index * 16, 290, 4, 4, '#ff6b57', `opacity="${n(glow)}"`)
    })
  )
}

/** Rings that leave the dot under the awning. */
function waves(t: number): string {
  return repeat(4, (index) => {
    const u = travel(t, 4, index / 4)
    return ellipse(
      320,
      138,
      14 + u * 190,
      14 + u * 190,
      'none',
      `stroke="#ff6b57" stroke-width="1.6" opacity="${n(0.34 * (1 - u) ** 1.6)}"`,
    )
  })
}

/** The sign: an awning over a live dot. */
function mark(t: number): string {
  const stripes = ['#ff6b57', '#fff4e2', '#ff6b57', '#fff4e2', '#ff6b57']
  return group(
    'translate(320 88)',
    line('M-50 24V74M50 24V74', '#ffffff', 5),
    stripes
      .map((fill, index) => {
        const x = -60 + index * 24
        const top = -46 + index * 18.4
        const drop = 30 + swing(t, 4, index * 0.14) * 1.6
        return path(
          `M${n(top)} -14H${n(top + 18.4)}L${x + 24} ${n(drop - 8)}Q${x + 24} ${n(drop + 6)} ${x + 12} ${n(drop + 6)}Q${x} ${n(drop + 6)} ${x} ${n(drop - 8)}Z`,
          fill,
        )
      })
      .join(''),
    line('M-46 -15H46', '#ffffff', 5),
    ellipse(0, 52, 12, 12, '#ff6b57'),
  )
}
