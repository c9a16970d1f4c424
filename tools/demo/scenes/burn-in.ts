import { rect, repeat, text } from './draw.ts'

export const frameBits = 9

/** Where the frame number stands as nine squares, most significant first, bright is one. Pixels at 640x360. */
export const frameCode = { x: 474, y: 66, size: 10, step: 16, bits: frameBits }

/** The name and the running counter that every camera carries in its picture: `mm:ss` and the frame of the loop. */
export function burnIn(name: string, frame: number, framesPerSecond: number): string {
  const seconds = Math.floor(frame / framesPerSecond)
  const clock = `${pad(Math.floor(seconds / 60), 2)}:${pad(seconds % 60, 2)}`
  return (
    rect(462, 10, 168, 74, '#14161c', 'rx="9" opacity=".82"') +
    text(474, 29, 14, 700, '#ffffff', name) +
    figures(474, 57, 25, clock, '#ffffff') +
    figures(559, 57, 25, pad(frame, 3), '#ffd166') +
    repeat(frameBits, (index) =>
      rect(
        frameCode.x + index * frameCode.step,
        frameCode.y,
        frameCode.size,
        frameCode.size,
        (frame >> (frameBits - 1 - index)) & 1 ? '#ffffff' : '#3a3f4b',
        'rx="1.5"',
      ),
    )
  )
}

/** Figures of one width each, so that nothing trembles as they count. */
function figures(x: number, y: number, size: number, content: string, fill: string): string {
  const step = size * 0.68
  let at = x
  return [...content]
    .map((character) => {
      const wide = character === ':' ? step * 0.55 : step
      const drawn = text(at + wide / 2, y, size, 700, fill, character, 'text-anchor="middle"')
      at += wide
      return drawn
    })
    .join('')
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
