import type { EpochMs } from '../kernel/index.ts'

/**
 * The name a downloaded clip gets: `Harbour Market Live - Reveal - 2026-11-22 19.24.31.mp4`, with the in
 * mark in the show's own time. Nothing in it that a file system or a mail program trips over.
 */
export function clipFileName(clip: {
  showTitle: string
  label: string
  inAtMs: EpochMs
  timeZone: string
}): string {
  const time = new Intl.DateTimeFormat('sv-SE', {
    timeZone: clip.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(clip.inAtMs)
  const parts = [clip.showTitle, clip.label, time.replaceAll(':', '.')]
  const tidy = parts.map((part) =>
    part
      .replace(/[\p{Cc}\\/:*?"<>|]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80),
  )
  return `${tidy.filter((part) => part !== '').join(' - ')}.mp4`
}
