import {
  bunting,
  ellipse,
  group,
  line,
  n,
  path,
  pulse,
  rect,
  repeat,
  steam,
  swing,
  text,
} from './draw.ts'
import { blanket, candle, coffeeBag, cup, flask, plant } from './goods.ts'

const wall = '#ee6c56'
const skin = '#f2c09a'
const skinShade = '#dd9f78'
const shirt = '#f8f1e4'
const navy = '#27405d'

/** Camera 1: the host behind the counter, talking and holding up the flask. Coral. */
export function hostWide(t: number): string {
  return (
    room(t) +
    shelves(t) +
    host(t) +
    counter(t) +
    bunting(
      t,
      { x: -10, y: 4 },
      { x: 470, y: 2 },
      {
        flags: 15,
        sag: 30,
        size: 24,
        colours: ['#fff4e2', '#ffd166', '#2a9d8f', '#fff4e2', '#27405d'],
        rope: '#fbe6d2',
      },
    )
  )
}

function room(t: number): string {
  const bob = swing(t, 2) * 1.6
  const boat = group(
    `translate(${n(112 + swing(t, 1) * 9)} ${n(172 + bob)}) rotate(${n(swing(t, 2, 0.2) * 2.2)})`,
    path('M-30 0H30L21 13H-21Z', '#b8432f'),
    rect(-1.4, -54, 2.8, 54, '#6b4a38'),
    path('M3 -52Q32 -26 27 -6H3Z', '#fff8ec'),
    path('M-3 -46Q-20 -22 -19 -6H-3Z', '#ffe3b8'),
  )
  return (
    rect(0, 0, 640, 360, wall) +
    ellipse(306, 186, 138, 138, '#f5876d') +
    ellipse(306, 186, 104, 104, '#f89a7e') +
    `<clipPath id="pane"><path d="M48 206V120A64 64 0 0 1 176 120V206Z"/></clipPath>` +
    path('M40 214V120A72 72 0 0 1 184 120V214Z', '#fbe6d2') +
    `<g clip-path="url(#pane)">` +
    rect(40, 50, 150, 122, '#bfe6ea') +
    ellipse(150, 92, 17, 17, '#fff3cf') +
    ellipse(78 + swing(t, 1) * 8, 96, 22, 6, '#fff', 'opacity=".8"') +
    ellipse(94 + swing(t, 1) * 8, 91, 15, 6, '#fff', 'opacity=".8"') +
    path('M40 162L74 140L104 160L140 134L190 162V176H40Z', '#8bb9b3') +
    rect(40, 168, 150, 50, '#4aa3b5') +
    repeat(4, (index) =>
      line(
        `M${n(46 + index * 36 + swing(t, 2, index * 0.3) * 5)} ${180 + (index % 2) * 14}h16`,
        '#d7f1f2',
        2,
        'opacity=".8"',
      ),
    ) +
    boat +
    '</g>' +
    line('M112 50V210M44 128H180', '#fbe6d2', 5) +
    rect(32, 210, 160, 9, '#fff1df', 'rx="3"')
  )
}

function shelves(t: number): string {
  const shelf = (y: number) =>
    rect(440, y, 190, 8, '#8e3a2c', 'rx="2"') + rect(440, y + 8, 190, 4, '#000', 'opacity=".12"')
  return (
    shelf(176) +
    group('translate(470 176) scale(.64)', coffeeBag()) +
    group('translate(517 176) scale(.64)', coffeeBag()) +
    group('translate(562 176) scale(.9)', candle(0.85 + 0.15 * swing(t, 12))) +
    group('translate(605 176) scale(.92)', plant(swing(t, 1)))
  )
}

function host(t: number): string {
  const lean = swing(t, 1) * 2.2
  const nod = swing(t, 3) * 1.6
  return group(
    `translate(${n(306 + lean * 1.4)} 268) rotate(${n(lean * 0.5)})`,
    freeArm(t),
    torso(),
    group(`translate(0 -104) rotate(${n(lean + nod)})`, head(t)),
    flaskArm(t),
  )
}

function torso(): string {
  return (
    `<clipPath id="shirt"><path d="M-66 12Q-68 -62 -44 -78Q-24 -88 0 -88T44 -78Q68 -62 66 12Z"/></clipPath>` +
    `<g clip-path="url(#shirt)">` +
    rect(-80, -100, 160, 120, shirt) +
    repeat(9, (index) => rect(-80, -80 + index * 12, 160, 4.4, navy)) +
    '</g>' +
    path('M-15 -112H15V-84Q0 -70 -15 -84Z', skinShade) +
    path('M-34 12L-30 -46H30L34 12Z', '#ffd166') +
    path('M-30 -46L-22 -82M30 -46L22 -82', 'none', 'stroke="#ffd166" stroke-width="7"') +
    path('M-14 -22H14V-4Q0 6 -14 -4Z', '#e9b640')
  )
}

function head(t: number): string {
  const blink = Math.max(
    pulse(t, 0.12, 0.15, 0.012),
    pulse(t, 0.55, 0.58, 0.012),
    pulse(t, 0.81, 0.84, 0.012),
  )
  const talking = 0.55 + 0.45 * swing(t, 2, 0.1)
  const open = Math.max(0, swing(t, 31) * 0.6 + swing(t, 19) * 0.5) * talking
  const eye = (x: number) => ellipse(x, -40, 3.6, n2(4.2 * (1 - blink * 0.9)), '#3b2a25')
  return (
    path('M-40 -30Q-46 -88 0 -90Q46 -88 40 -30Q42 0 30 8H-30Q-42 0 -40 -30Z', '#5a3226') +
    ellipse(0, -96, 17, 15, '#5a3226') +
    ellipse(0, -36, 32, 38, skin) +
    ellipse(-33, -34, 6, 8, skinShade) +
    ellipse(33, -34, 6, 8, skinShade) +
    path('M-33 -44Q-30 -76 2 -74Q32 -74 33 -44Q20 -52 10 -64Q-6 -50 -33 -44Z', '#6d3d2d') +
    ellipse(-18, -24, 7, 4.6, '#ef8f77', 'opacity=".7"') +
    ellipse(18, -24, 7, 4.6, '#ef8f77', 'opacity=".7"') +
    eye(-12) +
    eye(12) +
    line(
      `M-18 ${n(-51 - talking * 2)}Q-12 ${n(-54 - talking * 2)} -7 ${n(-51 - talking * 2)}`,
      '#5a3226',
      2.6,
    ) +
    line(
      `M7 ${n(-51 - talking * 2)}Q12 ${n(-54 - talking * 2)} 18 ${n(-51 - talking * 2)}`,
      '#5a3226',
      2.6,
    ) +
    line('M0 -37Q4 -30 -1 -29', skinShade, 2.2) +
    path(
      `M-11 -19Q0 -15 11 -19Q8 ${n(-10 + open * 9)} 0 ${n(-9 + open * 9)}Q-8 ${n(-10 + open * 9)} -11 -19Z`,
      '#8c2f2a',
    ) +
    path('M-9 -18.4Q0 -15 9 -18.4L8 -15Q0 -12.6 -8 -15Z', '#fff')
  )
}

function arm(shoulder: string, elbow: string, hand: string): string {
  return (
    line(`M${shoulder}L${elbow}`, shirt, 27) +
    path(
      `M${shoulder}L${elbow}`,
      'none',
      `stroke="${navy}" stroke-width="27" stroke-dasharray="4.4 8"`,
    ) +
    line(`M${elbow}L${hand}`, skin, 17)
  )
}

/** The hand nearer to the window talks along. */
function freeArm(t: number): string {
  const x = -104 + swing(t, 3, 0.2) * 9
  const y = -52 + swing(t, 2) * 15
  return (
    arm('-52 -62', '-84 -10', `${n(x)} ${n(y)}`) +
    group(
      `translate(${n(x)} ${n(y)}) rotate(${n(-24 + swing(t, 3, 0.2) * 14)})`,
      ellipse(0, -5, 11, 12, skin),
      line('M-7 -12L-11 -25M-1 -15L-2 -29M5 -14L8 -27', skin, 6),
      line('M8 -4L18 -11', skin, 6.4),
    )
  )
}

function flaskArm(t: number): string {
  const lift = swing(t, 2, 0.35) * 9
  const x = 92 + swing(t, 1, 0.1) * 5
  const y = -66 + lift
  return (
    arm('52 -62', '88 -10', `${n(x)} ${n(y)}`) +
    group(
      `translate(${n(x)} ${n(y)}) rotate(${n(7 + swing(t, 2, 0.2) * 6)})`,
      group('translate(0 34) scale(.64)', flask(t)),
      ellipse(0, 2, 12.5, 12, skin),
      line('M-13 -7H15M-14 1H15M-12 9H13', skinShade, 1.6, 'opacity=".55"'),
      line('M-20 -6H-3M-20.5 2H-3M-18 10H-3', skin, 7.4),
    )
  )
}

function n2(value: number): number {
  return Math.max(0.5, value)
}

function counter(t: number): string {
  return (
    repeat(16, (index) => rect(index * 40, 282, 40, 78, index % 2 ? '#c9503e' : '#d95f4a')) +
    rect(0, 264, 640, 20, '#fbe6cb') +
    rect(0, 279, 640, 7, '#000', 'opacity=".14"') +
    rect(196, 302, 220, 38, '#fff4e2', 'rx="8"') +
    text(
      306,
      328,
      19,
      800,
      '#b8432f',
      'HARBOUR MARKET',
      'text-anchor="middle" letter-spacing="1.2"',
    ) +
    group('translate(66 268) scale(.86)', cup('#fff8ec', '#2a9d8f')) +
    steam(t, 66, 226, 46) +
    group('translate(130 268) scale(.74)', blanket(['#27405d', '#ffd166'])) +
    group('translate(468 268) scale(.5)', flask(0.12)) +
    group(
      'translate(508 268) scale(.5)',
      flask(0.02, { body: '#2a9d8f', shade: '#1f7f74', light: '#7fd0c5', lid: '#27405d' }),
    ) +
    group(
      'translate(548 268) scale(.5)',
      flask(0.9, { body: '#ffd166', shade: '#e2ad3b', light: '#fff0c4', lid: '#27405d' }),
    ) +
    group('translate(602 268) scale(.72)', cup('#fff8ec', '#b8432f'))
  )
}
