import type { Page } from 'playwright-core'

export type Rgb = readonly [red: number, green: number, blue: number]

/** The mean colour of what a video element shows now; null while it shows nothing. */
export function videoColour(page: Page, selector: string): Promise<Rgb | null> {
  return page.evaluate((query) => {
    const video = document.querySelector<HTMLVideoElement>(query)
    if (!video || video.readyState < 2 || video.videoWidth === 0) return null
    const canvas = new OffscreenCanvas(32, 18)
    const context = canvas.getContext('2d')
    if (!context) return null
    context.drawImage(video, 0, 0, 32, 18)
    const { data } = context.getImageData(0, 0, 32, 18)
    const sum = [0, 0, 0]
    for (let i = 0; i < data.length; i += 4) {
      for (let c = 0; c < 3; c += 1) sum[c] = (sum[c] ?? 0) + (data[i + c] ?? 0)
    }
    const [red = 0, green = 0, blue = 0] = sum.map((value) => Math.round(value / (32 * 18)))
    return [red, green, blue] as const
  }, selector)
}

/** How far apart two colours are, 0 to 441. */
export function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

/** Whether the picture of a video element moves: its decoded frames go up. */
export async function framesShown(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (query) =>
      document.querySelector<HTMLVideoElement>(query)?.getVideoPlaybackQuality().totalVideoFrames ??
      0,
    selector,
  )
}
