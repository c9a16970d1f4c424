import { newCueFields, newMarkFields } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { cueMap, markMap } from '../../apps/relay/src/collab/index.ts'

const words = (
  'the camera host talks about a mug with its blue glaze then cut to the table and show price link ' +
  'count down five left thank you for watching next is bread from our baker who rose at four ' +
  'ask chat where they are from hold the product to the light say the code twice and breathe'
).split(' ')

/** A run of show as crews write them: the same for every server, and for every run. */
export function rundownState(cues: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  const random = seeded(cues)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const sentence = (length: number) => Array.from({ length }, () => pick(words)).join(' ')
  doc.transact(() => {
    for (let index = 0; index < cues; index++) {
      const fields = newCueFields({
        order: orderKey(index),
        createdAt: 1_760_000_000_000 + index,
        type: pick(['segment', 'offer', 'video', 'break'] as const),
        durationMs: 1_000 * (20 + Math.floor(random() * 300)),
        sourceId: pick(['cam-1', 'cam-2', 'cam-3', null]),
        productId: pick(['mug', 'bread', 'lamp', null]),
        priceMinor: 100 * Math.floor(random() * 90),
        quantity: Math.floor(random() * 200),
        colour: pick(['red', 'green', 'blue', null]),
        number: String(index + 1),
        layout: pick(['full', 'pip', 'side-by-side'] as const),
        autoFollow: pick(['none', 'load', 'play'] as const),
        warnMs: 30_000,
        dangerMs: 10_000,
      })
      const texts = { title: sentence(4), notes: sentence(12), script: sentence(25) }
      doc.getMap('cues').set(cueId(index), cueMap({ ...fields, ...texts }))
    }
    const mark = newMarkFields({ track: 'program', inAtMs: 1, createdBy: 'Ida', createdAt: 1 })
    doc.getMap('marks').set('mark', markMap(mark))
  })
  return Y.encodeStateAsUpdate(doc)
}

export function cueId(index: number): string {
  return `cue-${index.toString(36).padStart(8, '0')}`
}

/** Ascending and well formed: an integer part of the fractional index, in base 62. */
function orderKey(index: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const low = digits[index % 62] ?? '0'
  const high = digits[Math.floor(index / 62)] ?? '0'
  return `b${high}${low}`
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
