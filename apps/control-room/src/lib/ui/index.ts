export { Announcer } from './announcer.state.svelte.ts'
export { default as AnnouncerRegion } from './AnnouncerRegion.svelte'
export { default as Avatar } from './Avatar.svelte'
export { default as Button } from './Button.svelte'
export { default as Chip } from './Chip.svelte'
export { default as Dialog } from './Dialog.svelte'
export { default as EmptyState } from './EmptyState.svelte'
export { default as FullScreen } from './FullScreen.svelte'
export { default as HoldButton } from './HoldButton.svelte'
export { default as Kbd } from './Kbd.svelte'
export { default as Menu } from './Menu.svelte'
export type { MenuEntry } from './menu.ts'
export { tellCall, tellDone, tellRefusal } from './notices.ts'
export { default as Notices } from './Notices.svelte'
export { default as PaneGroup } from './PaneGroup.svelte'
export { default as PaneHandle } from './PaneHandle.svelte'
export { default as Panel } from './Panel.svelte'
export { default as ProgressBar } from './ProgressBar.svelte'
export { default as Stat } from './Stat.svelte'
export { default as Tabs } from './Tabs.svelte'
export {
  clockText,
  countdownText,
  durationText,
  elapsedText,
  offsetText,
  parseDuration,
} from './time-text.ts'
