import type { Role } from '@stallcast/shared/crew'
import type { DeskTab } from './desk.state.svelte.ts'

/** How the desk opens for a role, in percent; afterwards each browser remembers its own. */
export type DeskLayout = {
  columns: { left: number; middle: number; right: number }
  /** Height of the timeline. */
  bottom: number
  tab: DeskTab
}

const whole: DeskLayout = { columns: { left: 36, middle: 43, right: 21 }, bottom: 23, tab: 'sale' }

const layouts: Partial<Record<Role, DeskLayout>> = {
  /** The stage large: program, countdown and script. */
  host: { columns: { left: 26, middle: 54, right: 20 }, bottom: 16, tab: 'sale' },
  producer: whole,
  /** Timeline and clips large. */
  editor: { columns: { left: 24, middle: 42, right: 34 }, bottom: 30, tab: 'clips' },
  /** Statement and approvals large. */
  finance: { columns: { left: 26, middle: 30, right: 44 }, bottom: 24, tab: 'money' },
}

export function layoutFor(role: Role): DeskLayout {
  return layouts[role] ?? whole
}
