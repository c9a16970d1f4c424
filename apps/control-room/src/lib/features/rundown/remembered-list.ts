import { z } from 'zod'

const listSchema = z.array(z.string()).max(500)

/** A list that this device remembers; null when there is none, or no storage (private windows). */
export function readList(key: string): string[] | null {
  try {
    return listSchema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

export function writeList(key: string, list: readonly string[] | null): void {
  try {
    if (list === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(list))
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}
