import { slateSourceId } from '@stallcast/shared/media'
import { cueRemainingMs } from '@stallcast/shared/rundown'
import { untrack } from 'svelte'
import type { Desk } from './desk.state.svelte.ts'
import { clockWords, type ClockSight } from './clock-words.ts'
import { passedThreshold } from './thresholds.ts'

/** Tells screen readers what a look at the desk would: to be called while a component is set up. */
export function announceShow(desk: Desk): void {
  const { live, announcer } = desk
  const label = (sourceId: string): string =>
    live.sources.find((source) => source.id === sourceId)?.label ?? 'slate'

  let clockBefore: ClockSight | null = null
  $effect(() => {
    const { cue, phase } = live.clock
    const now = { cueId: cue?.id ?? null, title: cue?.title ?? '', phase }
    const words = clockWords(clockBefore, now)
    clockBefore = now
    // Saying reads what was said last: this effect must not follow it.
    if (words) untrack(() => announcer.say(words))
  })

  let onAirBefore: string | undefined
  $effect(() => {
    const bus = live.bus
    if (!bus) return
    const before = onAirBefore
    onAirBefore = bus.onAirSourceId
    if (before === undefined || before === bus.onAirSourceId) return
    untrack(() => {
      const lost = bus.onAirSourceId === slateSourceId && bus.programSourceId !== slateSourceId
      if (lost) announcer.interrupt(`${label(bus.programSourceId)} is lost. The slate is on air.`)
      else announcer.say(`Program: ${label(bus.onAirSourceId)}`)
    })
  })

  let remainingBefore: number | null = null
  $effect(() => {
    const remaining = cueRemainingMs(live.clock, live.time.secondMs)
    const passed = passedThreshold(remainingBefore, remaining)
    remainingBefore = remaining
    if (passed) untrack(() => announcer.say(passed))
  })
}
