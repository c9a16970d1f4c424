/** What a file may be. A run of show of 2,000 cues has about 1 MB. */
export const maxFileBytes = 20 * 1024 * 1024
/** What a spreadsheet may unfold to; small files that unfold to more are made to harm. */
export const maxUnzippedBytes = 120 * 1024 * 1024

/** Says in a sentence why a file cannot be read. */
export class UnreadableFile extends Error {}

export function sizeText(bytes: number): string {
  return `${Math.ceil(bytes / (1024 * 1024))} MB`
}
