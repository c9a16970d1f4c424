import {
  ease,
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
import { candle, coffeeBag, coralFlask, cup, flask } from './goods.ts'

const skin = '#f2c09a'
const skinShade = '#dd9f78'

/** Camera 2: the goods up close, the flask turning on its board while a hand sets out the price. Teal. */
export function tableTop(t: number): string {
  return (
    backdrop(t) +
    group('translate(118 268) scale(1.18)', coffeeBag()) +
    board() +
    tag(t) +
    group('translate(306 262) scale(1.22)', flask(t * 2, coralFlask)) +
    group('translate(204 292) scale(1.16)', cup('#f6ead6', '#e4573d')) +
    steam(t, 204, 238, 96) +
    group(
      `translate(${n(430 + candlePush(t))} 274) scale(1.2)`,
      candle(0.86 + 0.14 * swing(t, 13)),
    ) +
    beans() +
    hand(t)
  )
}

function backdrop(t: number): string {
  const drift = swing(t, 1) * 10
  return (
    rect(0, 0, 640, 360, '#1f9e97') +
    ellipse(306, 160, 196, 196, '#2bb0a7') +
    ellipse(306, 160, 140, 140, '#3fc0b5') +
    // Light through a window, wandering with the clouds.
    path(
      `M${n(-40 + drift)} 0H${n(60 + drift)}L${n(-20 + drift)} 236H${n(-140 + drift)}Z`,
      '#fff',
      'opacity=".07"',
    ) +
    path(
      `M${n(86 + drift)} 0H${n(152 + drift)}L${n(72 + drift)} 236H${n(2 + drift)}Z`,
      '#fff',
      'opacity=".07"',
    ) +
    rect(0, 236, 640, 124, '#14807b') +
    rect(0, 236, 640, 4, '#0f6b67') +
    repeat(5, (index) => line(`M0 ${262 + index * 24}H640`, '#0f6b67', 1.4, 'opacity=".4"'))
  )
}

function board(): string {
  return (
    ellipse(310, 282, 134, 30, '#0b4f4c', 'opacity=".45"') +
    ellipse(306, 274, 130, 28, '#a8703f') +
    ellipse(306, 266, 130, 28, '#d79a5f') +
    ellipse(306, 266, 116, 23, 'none', 'stroke="#c18549" stroke-width="2"') +
    ellipse(306, 266, 74, 14, 'none', 'stroke="#c18549" stroke-width="1.6" opacity=".7"') +
    ellipse(308, 266, 46, 9, '#6d4524', 'opacity=".4"')
  )
}

/** The price swings from the lid. */
function tag(t: number): string {
  return group(
    `translate(344 92) rotate(${n(-8 + swing(t, 4) * 5)})`,
    line('M-14 -14Q4 -10 8 10', '#fff4e2', 2),
    path('M-12 22L8 8L28 22V68Q28 74 22 74H-6Q-12 74 -12 68Z', '#fff4e2'),
    ellipse(8, 19, 3.6, 3.6, '#14807b'),
    text(8, 46, 16, 800, '#e4573d', '€24', 'text-anchor="middle"'),
    text(8, 62, 11, 500, '#8a7a66', '€32', 'text-anchor="middle" text-decoration="line-through"'),
  )
}

function beans(): string {
  const places = [
    [70, 306, 20],
    [96, 322, 80],
    [128, 304, -30],
    [142, 330, 45],
    [392, 318, 10],
    [420, 336, 70],
    [456, 316, -20],
    [50, 336, -60],
  ] as const
  return places
    .map(([x, y, angle]) =>
      group(
        `translate(${x} ${y}) rotate(${angle})`,
        ellipse(1, 3, 10, 6.4, '#0b4f4c', 'opacity=".4"'),
        ellipse(0, 0, 9.6, 6.2, '#5b3624'),
        line('M-8 0Q-3 -2.6 0 0T8 0', '#3a2015', 1.6),
      ),
    )
    .join('')
}

/** How far the hand is in the picture, 0 to 1. */
function handReach(t: number): number {
  return ease(pulse(t, 0.08, 0.72, 0.16))
}

function candlePush(t: number): number {
  return swing(t, 2, 0.25) * 7 * handReach(t)
}

/** Comes in from the right, sets the candle right, and leaves again. */
function hand(t: number): string {
  const reach = handReach(t)
  const push = candlePush(t)
  return group(
    `translate(${n(700 - reach * 206 + push)} ${n(326 - reach * 46)}) rotate(${n(-6 + push * 0.3)})`,
    line('M64 16L190 52', '#f8f1e4', 56),
    path('M64 16L190 52', 'none', 'stroke="#27405d" stroke-width="56" stroke-dasharray="7 12"'),
    line('M8 2L66 17', skin, 34),
    path('M-18 -14Q-2 -24 22 -17L34 10Q16 26 -8 21Q-24 14 -18 -14Z', skin),
    line('M-10 -12Q-30 -18 -43 -12', skin, 11),
    line('M-14 -2Q-36 -4 -50 3', skin, 11),
    line('M-14 8Q-32 9 -46 16', skin, 11),
    line('M-8 17Q-22 20 -33 26', skin, 10),
    line('M12 -14Q0 -30 -17 -32', skin, 12),
    line('M-16 -7Q-26 -9 -34 -7M-17 3Q-27 3 -36 6M-14 13Q-22 14 -30 18', skinShade, 1.5),
  )
}
