import type { Page } from 'playwright-core'
import { distance, framesShown, videoColour, type Rgb } from './pixels.ts'
import { eventually } from './steps.ts'

/** As far as two pictures have to be apart to be told from each other, and may differ to be the same (RGB). */
export const apart = 40

/** Knows each source by the mean colour of its picture. */
export class CameraColours {
  readonly #colours = new Map<string, Rgb>()

  /** Learns how a source looks from a screen that plays it. */
  async learn(page: Page, sourceId: string, video: string): Promise<void> {
    await eventually(() => framesShown(page, video)).toBeGreaterThan(10)
    const colour = await videoColour(page, video)
    if (!colour) throw new Error(`${sourceId} has no picture`)
    this.#colours.set(sourceId, colour)
  }

  /** How far apart the two sources are that look most alike. */
  closest(): number {
    const known = [...this.#colours.values()]
    return Math.min(
      ...known.flatMap((a, index) => known.slice(index + 1).map((b) => distance(a, b))),
    )
  }

  /** Waits until a video shows this source and none of the others. */
  async expectShown(page: Page, video: string, sourceId: string): Promise<void> {
    const wanted = this.#colours.get(sourceId)
    if (!wanted) throw new Error(`no colour known of ${sourceId}`)
    await eventually(async () => {
      const seen = await videoColour(page, video)
      if (!seen) return 'no picture'
      const [nearest] = [...this.#colours].toSorted(
        ([, a], [, b]) => distance(a, seen) - distance(b, seen),
      )
      return distance(wanted, seen) < apart ? (nearest?.[0] ?? '') : seen.join(',')
    }).toBe(sourceId)
  }
}
