import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'

/** Why a cue cannot be deleted from here now, or null: the same from menu, palette and key. */
export function removalReason(
  desk: Pick<Desk, 'rundown' | 'onAir' | 'live'>,
  cueId: string,
): string | null {
  const onAir = desk.onAir && desk.live.clock.cue?.id === cueId
  return (
    desk.rundown.cuesReason ?? (onAir ? 'This cue is on air. Go on to another one first.' : null)
  )
}

/** Where the focus goes when a row goes: the one behind it, or the one in front of the last. */
export function neighbourId(cues: readonly { id: string }[], cueId: string): string | null {
  const at = cues.findIndex((cue) => cue.id === cueId)
  return at < 0 ? null : ((cues[at + 1] ?? cues[at - 1])?.id ?? null)
}
