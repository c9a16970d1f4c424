import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import resvg from '@resvg/resvg-js'
import { ellipse, group, line, path, rect, repeat, text } from './scenes/draw.ts'
import { anchor, coffeeBag, flask } from './scenes/goods.ts'

/**
 * The pictures of the demo shop: drawn here, kept in the control room's static folder. Letters become
 * outlines, since a picture on a page cannot load a font. Run `node tools/demo/products.ts` after a change.
 */
const pictures: Record<string, () => string> = {
  'enamel-flask': () =>
    stage('#fbd9cf', '#f7c0b1', '#e7a492') +
    group('translate(320 548) scale(2.9)', flask(0.015)) +
    pebble(196, 552, 34, '#cf8f7f') +
    pebble(452, 560, 24, '#d99c8c'),
  'harbour-roast': () =>
    stage('#e9e2d6', '#dbd0be', '#c4b59d') +
    group('translate(320 548) scale(4)', coffeeBag()) +
    beans(),
  'linen-tote': () => stage('#cfe6e2', '#b8d8d3', '#97bfb9') + tote(),
  'stoneware-cup': () => stage('#dcd5ee', '#cbc1e4', '#ab9fcc') + stonewareCup(),
  'beeswax-candle': () => stage('#fcebc6', '#f8dc9d', '#dfbb6d') + waxCandle(),
  'wool-blanket': () => stage('#d5e1ef', '#c0d1e6', '#9db4d0') + woolBlanket(),
}

/** A round of light behind, a table below: the same room for every product. */
function stage(wall: string, light: string, table: string): string {
  return (
    rect(0, 0, 640, 640, wall) +
    ellipse(320, 292, 236, 236, light) +
    rect(0, 520, 640, 120, table, 'opacity=".55"') +
    ellipse(326, 556, 170, 22, '#000', 'opacity=".13"')
  )
}

function pebble(x: number, y: number, size: number, fill: string): string {
  return (
    ellipse(x, y, size, size * 0.55, fill) +
    ellipse(x - size * 0.25, y - size * 0.2, size * 0.4, size * 0.14, '#fff', 'opacity=".35"')
  )
}

function beans(): string {
  const places = [
    [142, 560, 20],
    [180, 588, 70],
    [478, 566, -25],
    [520, 548, 40],
    [506, 596, 85],
  ] as const
  return places
    .map(([x, y, angle]) =>
      group(
        `translate(${x} ${y}) rotate(${angle})`,
        ellipse(2, 6, 22, 14, '#000', 'opacity=".14"'),
        ellipse(0, 0, 21, 13.5, '#5b3624'),
        line('M-18 0Q-7 -6 0 0T18 0', '#3a2015', 3.4),
      ),
    )
    .join('')
}

function tote(): string {
  return (
    line('M236 262C236 128 300 104 320 104S404 128 404 262', '#c9b48d', 20) +
    path('M172 240H468L486 536Q487 552 470 552H170Q153 552 154 536Z', '#f3e8d3') +
    path('M420 240H468L486 536Q487 552 470 552H430Q446 400 420 240Z', '#000', 'opacity=".07"') +
    line('M178 262H462', '#d8c6a4', 3, 'stroke-dasharray="9 8"') +
    line('M252 240C252 150 306 128 320 128S388 150 388 240', '#e3d2ae', 18) +
    rect(238, 236, 30, 40, '#e3d2ae', 'rx="4"') +
    rect(372, 236, 30, 40, '#e3d2ae', 'rx="4"') +
    line('M243 242L263 270M263 242L243 270M377 242L397 270M397 242L377 270', '#c9b48d', 3) +
    group('translate(320 374) scale(2.9)', anchor('#1f6f6a')) +
    text(
      320,
      484,
      30,
      800,
      '#1f6f6a',
      'HARBOUR MARKET',
      'text-anchor="middle" letter-spacing="2"',
    ) +
    line('M208 506Q238 496 264 506T320 506T376 506T432 506', '#1f6f6a', 4)
  )
}

function stonewareCup(): string {
  const speckles = [
    [236, 330],
    [276, 372],
    [318, 322],
    [362, 360],
    [398, 318],
    [256, 402],
    [340, 404],
    [384, 398],
    [296, 344],
    [372, 330],
  ] as const
  return (
    ellipse(456, 400, 62, 70, 'none', 'stroke="#efe6da" stroke-width="30"') +
    ellipse(456, 400, 62, 70, 'none', 'stroke="#000" stroke-width="30" opacity=".06"') +
    path('M188 286H452L434 492Q428 552 370 552H270Q212 552 206 492Z', '#f4ecdf') +
    path(
      'M201 438Q262 462 320 440T439 436L434 492Q428 552 370 552H270Q212 552 206 492Z',
      '#7d6bb3',
    ) +
    path('M400 286H452L434 492Q428 552 370 552H346Q404 420 400 286Z', '#000', 'opacity=".09"') +
    path('M216 320H236L248 500Q236 490 232 470Z', '#fff', 'opacity=".6"') +
    speckles.map(([x, y], index) => ellipse(x, y, 3 + (index % 2), 3, '#b5a38a')).join('') +
    ellipse(320, 286, 132, 30, '#fffaf1') +
    ellipse(320, 289, 114, 23, '#4a2c1d') +
    path(
      'M250 291Q284 279 320 289T392 284Q380 306 320 309Q266 307 250 291Z',
      '#8a5a3b',
      'opacity=".8"',
    ) +
    steamLine(270, 240) +
    steamLine(320, 226) +
    steamLine(370, 240)
  )
}

function steamLine(x: number, y: number): string {
  return line(`M${x} ${y}q-22 -26 0 -52t0 -52`, '#fff', 9, 'opacity=".75"')
}

function waxCandle(): string {
  return (
    ellipse(320, 196, 92, 104, '#fff6d6', 'opacity=".75"') +
    path('M320 112Q358 176 344 212Q320 240 296 212Q282 176 320 112Z', '#ffb938') +
    path('M320 152Q340 190 333 212Q320 226 307 212Q300 190 320 152Z', '#fff3cf') +
    line('M320 208V248', '#5a4630', 7) +
    path('M206 248H434V512Q434 552 396 552H244Q206 552 206 512Z', '#e8b64c') +
    ellipse(320, 248, 114, 24, '#f5cf78') +
    ellipse(320, 250, 70, 13, '#e0a93a', 'opacity=".7"') +
    path(
      'M376 252Q434 250 434 250V512Q434 552 396 552H352Q392 420 376 252Z',
      '#000',
      'opacity=".09"',
    ) +
    path('M222 272H242V500Q224 494 222 470Z', '#fff', 'opacity=".4"') +
    rect(206, 340, 228, 122, '#fdf6e6') +
    rect(206, 352, 228, 3, '#c99a34') +
    rect(206, 446, 228, 3, '#c99a34') +
    text(320, 406, 34, 800, '#7a5618', 'BEESWAX', 'text-anchor="middle" letter-spacing="2"') +
    text(320, 432, 16, 500, '#a07c3c', '40 hours of light', 'text-anchor="middle"')
  )
}

function woolBlanket(): string {
  const folds = ['#27405d', '#e8dcc6', '#d6604a', '#e8dcc6']
  return (
    repeat(folds.length, (index) => {
      const y = 470 - index * 74
      const inset = index * 5
      const fill = folds[index] ?? '#fff'
      const stitch = fill === '#e8dcc6' ? '#b9a67f' : '#ffffff'
      return (
        rect(132 + inset, y, 376 - inset * 2, 80, fill, 'rx="40"') +
        path(
          `M${172 + inset} ${y + 50}H${468 - inset}Q${508 - inset} ${y + 50} ${506 - inset} ${y + 44}Q${500 - inset} ${y + 80} ${468 - inset} ${y + 80}H${172 + inset}Q${140 + inset} ${y + 80} ${134 + inset} ${y + 44}Q${140 + inset} ${y + 50} ${172 + inset} ${y + 50}Z`,
          '#000',
          'opacity=".1"',
        ) +
        line(
          `M${176 + inset} ${y + 24}H${392 - inset}`,
          stitch,
          4,
          'opacity=".6" stroke-dasharray="10 12"',
        )
      )
    }) +
    repeat(9, (index) =>
      line(`M${404 + index * 9} ${322 + (index % 2) * 3}v${46 + (index % 3) * 8}`, '#f4ead7', 4),
    ) +
    rect(398, 250, 88, 78, '#e8dcc6', 'rx="8"') +
    rect(416, 268, 52, 40, '#27405d', 'rx="4"') +
    group('translate(442 289) scale(.82)', anchor('#f4ead7'))
  )
}

/** The finished files by name, each square. */
export function productPictures(): { name: string; svg: string }[] {
  return Object.entries(pictures).map(([name, draw]) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 640" width="640" height="640">${draw()}</svg>`
    const outlined = new resvg.Resvg(svg, {
      font: { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'Inter' },
    }).toString()
    return { name, svg: outlined.replace(/(\d+\.\d{2})\d+/g, '$1') }
  })
}

const require = createRequire(import.meta.url)
const fonts = ['500Medium/Inter_500Medium', '800ExtraBold/Inter_800ExtraBold'].map((name) =>
  require.resolve(`@expo-google-fonts/inter/${name}.ttf`),
)

if (import.meta.main) {
  const folder = new URL('../../apps/control-room/static/products/', import.meta.url)
  await mkdir(folder, { recursive: true })
  for (const { name, svg } of productPictures())
    await writeFile(new URL(`${name}.svg`, folder), svg)
}
