import {
  bunting,
  ellipse,
  group,
  line,
  n,
  path,
  rect,
  repeat,
  swing,
  text,
  travel,
} from './draw.ts'
import { blanket, candle, coffeeBag, flask } from './goods.ts'

const ground = 268

/** Camera 3: the stall at dusk by the water, lights on, people passing. Violet. */
export function stall(t: number): string {
  return (
    dusk(t) +
    harbour(t) +
    rect(0, ground, 640, 92, '#5b3aa8') +
    repeat(7, (index) =>
      line(`M${index * 110 - 60} 360L${180 + index * 48} ${ground}`, '#4c2f92', 2),
    ) +
    line(`M0 ${ground}H640`, '#4c2f92', 3) +
    passer(t, {
      phase: 0.1,
      scale: 0.9,
      y: 308,
      back: true,
      coat: '#3a2474',
      scarf: '#8fd3c7',
      bag: null,
    }) +
    booth(t) +
    bunting(
      t,
      { x: -10, y: 34 },
      { x: 258, y: 74 },
      {
        flags: 9,
        sag: 16,
        size: 19,
        colours: ['#ffd166', '#ff8fa3', '#b9a6ff', '#fff4e2'],
        rope: '#d7c9ff',
      },
    ) +
    passer(t, {
      phase: 0.42,
      scale: 1.22,
      y: 352,
      back: false,
      coat: '#e9548a',
      scarf: '#fff1e6',
      bag: '#fff1e6',
    }) +
    passer(t, {
      phase: 0.86,
      scale: 1.1,
      y: 346,
      back: true,
      coat: '#2f7f8f',
      scarf: '#ffd166',
      bag: '#ffd166',
    })
  )
}

function dusk(t: number): string {
  return (
    '<linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#5437a8"/>' +
    '<stop offset="1" stop-color="#8a63dc"/></linearGradient>' +
    rect(0, 0, 640, 230, 'url(#dusk)') +
    ellipse(120, 150, 74, 74, '#b793f5', 'opacity=".35"') +
    ellipse(120, 150, 50, 50, '#ffd9b0') +
    repeat(12, (index) => {
      const x = (index * 83 + 20) % 440
      const y = 16 + ((index * 47) % 90)
      const glow = 0.35 + 0.35 * swing(t, 2 + (index % 3), index * 0.19)
      return ellipse(x, y, 1.5, 1.5, '#fff', `opacity="${n(glow)}"`)
    })
  )
}

function harbour(t: number): string {
  const house = (x: number, w: number, h: number, index: number) =>
    rect(x, 202 - h, w, h, index % 2 ? '#4b2f92' : '#54379f') +
    path(`M${x - 3} ${202 - h}L${x + w / 2} ${188 - h}L${x + w + 3} ${202 - h}Z`, '#3f2780') +
    rect(
      x + w / 2 - 4,
      202 - h * 0.62,
      8,
      9,
      '#ffd166',
      `opacity="${n(0.75 + 0.2 * swing(t, 3, index * 0.23))}"`,
    )
  const houses = [
    [0, 34, 40],
    [36, 30, 54],
    [150, 32, 46],
    [184, 28, 34],
    [214, 36, 52],
    [560, 34, 44],
    [598, 44, 56],
  ] as const
  const boat = (x: number, y: number, scale: number, phase: number, sail: string) =>
    group(
      `translate(${n(x + swing(t, 1, phase) * 8)} ${n(y + swing(t, 3, phase) * 1.8)}) rotate(${n(swing(t, 2, phase) * 2.4)}) scale(${scale})`,
      path('M-34 0H34L24 14H-24Z', '#2a1a57'),
      rect(-1.5, -62, 3, 62, '#2a1a57'),
      path('M4 -60Q36 -30 30 -6H4Z', sail),
      path('M-4 -52Q-22 -26 -22 -6H-4Z', sail, 'opacity=".75"'),
    )
  return (
    houses.map(([x, w, h], index) => house(x, w, h, index)).join('') +
    rect(0, 202, 640, 70, '#6a46c0') +
    repeat(16, (index) => {
      const x = (index * 71 + 12) % 260
      const y = 210 + (index % 6) * 9
      const warm = Math.abs(x - 112) < 46
      return line(
        `M${n(x + swing(t, 3, index * 0.17) * 7)} ${y}h${14 + (index % 3) * 7}`,
        warm ? '#ffd9b0' : '#a98bf0',
        2.2,
        'opacity=".75"',
      )
    }) +
    boat(72, 226, 0.9, 0.1, '#fff4e2') +
    boat(188, 246, 1.1, 0.6, '#ff8fa3')
  )
}

function booth(t: number): string {
  const stripe = 34
  const awning = repeat(10, (index) => {
    const x = 250 + index * stripe
    const top = 262 + index * (stripe - 2.4)
    const drop = 140 + swing(t, 3, index * 0.11) * 2
    return path(
      `M${n(top)} 76H${n(top + stripe - 2.4)}L${x + stripe} ${n(drop - 12)}Q${x + stripe} ${n(drop + 3)} ${x + stripe / 2} ${n(drop + 4)}Q${x} ${n(drop + 3)} ${x} ${n(drop - 12)}Z`,
      index % 2 ? '#fff1e6' : '#ff7f96',
    )
  })
  return (
    rect(270, 100, 300, 210, '#38226f') +
    rect(270, 214, 300, 40, '#452b86') +
    keeper(t) +
    group('translate(318 252) scale(.46)', flask(0.1)) +
    group(
      'translate(352 252) scale(.46)',
      flask(0.95, { body: '#ffd166', shade: '#e2ad3b', light: '#fff0c4', lid: '#2a1a57' }),
    ) +
    group(
      'translate(386 252) scale(.46)',
      flask(0.03, { body: '#8fd3c7', shade: '#5fb0a3', light: '#d4f2ec', lid: '#2a1a57' }),
    ) +
    group('translate(492 252) scale(.58)', coffeeBag()) +
    group('translate(540 252) scale(.66)', candle(0.86 + 0.14 * swing(t, 13))) +
    rect(256, 250, 330, 14, '#f3d9b1', 'rx="2"') +
    rect(264, 264, 314, 66, '#5b3a2e') +
    repeat(9, (index) => rect(266 + index * 35, 266, 32, 62, '#744a37')) +
    rect(340, 279, 162, 34, '#2a1a57', 'rx="6"') +
    text(
      421,
      302,
      16,
      800,
      '#ffd166',
      'FLASKS · ROAST',
      'text-anchor="middle" letter-spacing=".6"',
    ) +
    group('translate(300 330) scale(.6)', blanket(['#ff8fa3', '#fff1e6', '#8fd3c7'])) +
    rect(262, 76, 7, 256, '#8a5a44') +
    rect(572, 76, 7, 256, '#8a5a44') +
    awning +
    rect(256, 70, 328, 9, '#8a5a44', 'rx="3"') +
    lights(t)
  )
}

/** Bulbs under the awning; each breathes at its own pace. */
function lights(t: number): string {
  return (
    line('M262 152Q340 172 420 160T580 152', '#2a1a57', 1.6) +
    repeat(11, (index) => {
      const u = (index + 0.5) / 11
      const x = 264 + u * 314
      const y = 157 + Math.sin(u * Math.PI * 2) * 5 + swing(t, 2, index * 0.1) * 0.8
      const glow = 0.34 + 0.16 * swing(t, 3 + (index % 3), index * 0.27)
      return (
        ellipse(x, y + 4, 12, 12, '#ffdf9e', `opacity="${n(glow)}"`) +
        ellipse(x, y + 4, 4, 5, '#fff3cf')
      )
    })
  )
}

function keeper(t: number): string {
  const wave = swing(t, 4) * 10
  return group(
    `translate(${n(446 + swing(t, 1) * 3)} 252) scale(.94)`,
    line('M24 -36L46 -52', '#ffd166', 14),
    group(
      `translate(46 -52) rotate(${n(wave)})`,
      line('M0 0L8 -22', '#d79a74', 9),
      ellipse(9, -27, 6.4, 7.4, '#d79a74'),
    ),
    path('M-32 0Q-34 -46 0 -48Q34 -46 32 0Z', '#ffd166'),
    path('M-16 0L-13 -28H13L16 0Z', '#2a1a57'),
    rect(-6, -56, 12, 12, '#c28560'),
    ellipse(0, -68, 15, 17, '#d79a74'),
    path('M-17 -70Q-16 -90 0 -90Q16 -90 17 -70Q8 -78 -17 -70Z', '#2f1d18'),
    path('M-20 -79Q0 -88 20 -79L18 -86Q0 -102 -18 -86Z', '#ff7f96'),
    ellipse(-5, -68, 1.8, 2.2, '#2f1d18'),
    ellipse(6, -68, 1.8, 2.2, '#2f1d18'),
    line('M-4 -60Q1 -57 6 -60', '#8c4a3a', 1.8),
  )
}

type Passer = {
  phase: number
  scale: number
  y: number
  back: boolean
  coat: string
  scarf: string
  bag: string | null
}

/** Someone who walks through the picture once in the loop. */
function passer(t: number, who: Passer): string {
  const u = travel(t, 1, who.phase)
  const x = who.back ? 720 - u * 800 : -80 + u * 800
  const step = swing(t, 9, who.phase)
  const bounce = Math.abs(step) * -2.4
  const side = who.back ? -1 : 1
  return group(
    `translate(${n(x)} ${n(who.y)}) scale(${side * who.scale} ${who.scale})`,
    line(`M-2 -44L${n(step * 16)} -2h7`, '#1d1140', 9),
    line(`M2 -44L${n(-step * 16)} -2h7`, '#1d1140', 9),
    group(
      `translate(0 ${n(bounce)})`,
      who.bag
        ? line(`M2 -88L${n(-step * 13)} -56`, who.coat, 9) +
            rect(-12 - step * 13, -54, 24, 28, who.bag, 'rx="3"') +
            line(`M${n(-5 - step * 13)} -54q5 -9 10 0`, who.bag, 2.4)
        : line(`M2 -88L${n(-step * 15)} -54`, who.coat, 9),
      path('M-17 -36Q-20 -98 0 -100Q20 -98 17 -36Z', who.coat),
      line(`M0 -88L${n(step * 15)} -56`, who.coat, 9),
      rect(-4, -108, 9, 12, '#b97f60'),
      rect(-9, -104, 18, 9, who.scarf, 'rx="4"'),
      rect(-9, -100, 7, 22 + step * 2, who.scarf, 'rx="3"'),
      ellipse(2, -116, 11, 13, '#c98f6e'),
      path('M-11 -112Q-14 -132 2 -132Q15 -132 14 -120Q4 -124 -2 -116Q-4 -108 -11 -112Z', '#1d1140'),
    ),
  )
}
