/** `3 edits wait`. */
export function waitingText(count: number): string {
  return count === 1 ? '1 edit waits' : `${count} edits wait`
}
