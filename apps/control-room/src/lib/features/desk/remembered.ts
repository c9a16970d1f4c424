/** Small choices of this device. Private windows may have no storage: then nothing is remembered. */

export function readFlag(key: string): boolean {
  try {
    return localStorage.getItem(key) === '1'
  } catch {
    return false
  }
}

export function writeFlag(key: string, value: boolean): void {
  try {
    localStorage.setItem(key, value ? '1' : '0')
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}
