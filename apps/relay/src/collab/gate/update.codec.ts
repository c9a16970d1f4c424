import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { holderOf, rootNameOf } from './yjs-internals.ts'

/** Lengths and clocks beyond this come from no client; they would use up somebody's ids. */
const maxClock = 2 ** 31
const maxStructLength = 10_000_000

/** Of an item's first byte (`Item.write` of Yjs 13.6): what it holds, and whether it stands under a key. */
const contentBits = 0b0001_1111
const keyBit = 0b0010_0000

export type Struct = Y.Item | Y.GC | Y.Skip
export type Range = { clock: number; len: number }

/** A V1 update taken apart: by client, structs in the order of their clocks, deletes merged and sorted. */
export type DecodedUpdate = {
  structs: Map<number, Struct[]>
  deletes: Map<number, Range[]>
}

/** @returns `null` when the bytes are no update that Yjs would write */
export function decodeUpdate(update: Uint8Array): DecodedUpdate | null {
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    return null
  }
  const structs = new Map<number, Struct[]>()
  let previous: number | undefined
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id
    if (client > 0xffffffff || endOf(struct) > maxClock) return null
    if (struct.length < 1 || struct.length > maxStructLength) return null
    const list = structs.get(client) ?? []
    const last = list.at(-1)
    // One run per client: of two sections Yjs would read only the second.
    if (last && (endOf(last) !== clock || previous !== client)) return null
    structs.set(client, list)
    list.push(struct)
    previous = client
  }
  const deletes = new Map<number, Range[]>()
  for (const [client, ranges] of decoded.ds.clients) {
    if (ranges.some((range) => range.len < 1 || range.clock + range.len > maxClock)) return null
    deletes.set(client, mergeRanges(ranges))
  }
  return { structs, deletes }
}

/**
 * Writes structs and deletes as a V1 update. What is applied and logged is always written here anew from
 * what was judged, so that a reading of the bytes other than the gate's cannot slip through.
 * `offsets`: the clock inside a client's first struct to begin at, when its head is already known.
 */
export function encodeUpdate(
  update: DecodedUpdate,
  offsets: ReadonlyMap<number, number> = new Map(),
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const rest = encoder.restEncoder
  // Higher client ids first, as Yjs does: it makes integration cheaper.
  const sections = [...update.structs]
    .filter(([, list]) => list.length > 0)
    .toSorted((a, b) => b[0] - a[0])
  encoding.writeVarUint(rest, sections.length)
  for (const [client, list] of sections) {
    const first = list[0]?.id.clock ?? 0
    const start = Math.max(first, offsets.get(client) ?? 0)
    encoding.writeVarUint(rest, list.length)
    encoder.writeClient(client)
    encoding.writeVarUint(rest, start)
    list.forEach((struct, index) => writeStruct(encoder, struct, index === 0 ? start - first : 0))
  }
  encoding.writeVarUint(rest, update.deletes.size)
  for (const [client, ranges] of update.deletes) {
    encoder.resetDsCurVal()
    encoding.writeVarUint(rest, client)
    encoding.writeVarUint(rest, ranges.length)
    for (const range of ranges) {
      encoder.writeDsClock(range.clock)
      encoder.writeDsLen(range.len)
    }
  }
  return encoder.toUint8Array()
}

/** All of a document, as `Y.encodeStateAsUpdate` writes it, byte for byte. */
export function encodeState(doc: Y.Doc): Uint8Array {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  const deletes = [...clients].toSorted((a, b) => b[0] - a[0])
  return encodeUpdate({
    structs: doc.store.clients as DecodedUpdate['structs'],
    deletes: new Map(deletes),
  })
}

/**
 * The first item in a root names it, and to find the name Yjs looks through all roots. Every cell text is one:
 * with 20,000 of them a state would take a second and a half.
 */
function writeStruct(encoder: Y.UpdateEncoderV1, struct: Struct, offset: number): void {
  const isItem = struct instanceof Y.Item
  const parent: unknown = isItem ? struct.parent : null
  const isNamed =
    isItem &&
    offset === 0 &&
    struct.origin === null &&
    struct.rightOrigin === null &&
    parent instanceof Y.AbstractType &&
    holderOf(parent) === null
  if (!isNamed) return struct.write(encoder, offset)
  const { content, parentSub } = struct
  encoder.writeInfo((content.getRef() & contentBits) | (parentSub === null ? 0 : keyBit))
  encoder.writeParentInfo(true)
  encoder.writeString(rootNameOf(parent))
  if (parentSub !== null) encoder.writeString(parentSub)
  content.write(encoder, 0)
}

export function endOf(struct: { id: Y.ID; length: number }): number {
  return struct.id.clock + struct.length
}

function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const { clock, len } of ranges.toSorted((a, b) => a.clock - b.clock)) {
    const last = merged.at(-1)
    if (last && last.clock + last.len >= clock) {
      last.len = Math.max(last.len, clock + len - last.clock)
    } else {
      merged.push({ clock, len })
    }
  }
  return merged
}

/** How much of [from, to) lies in sorted, disjoint ranges. */
export function overlap(ranges: readonly Range[] | undefined, from: number, to: number): number {
  let sum = 0
  for (const range of ranges ?? []) {
    if (range.clock >= to) break
    sum += Math.max(0, Math.min(to, range.clock + range.len) - Math.max(from, range.clock))
  }
  return sum
}
