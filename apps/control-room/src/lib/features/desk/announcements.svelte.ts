import { slateSourceId } from '@stallcast/shared/media'
import { cueLengthMs, cueRemainingMs, openMessages } from '@stallcast/shared/rundown'
import { untrack } from 'svelte'
import { tellCall } from '#lib/ui/index.ts'
import type { Desk } from './desk.state.svelte.ts'
import { clockWords, rehearsalWords, type ClockSight } from './clock-words.ts'
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

  let rehearsingBefore: boolean | null = null
  let heardBefore: ReadonlySet<string> | null = null
  $effect(() => {
    const words = rehearsalWords(rehearsingBefore, live.rehearsing)
    rehearsingBefore = live.rehearsing
    if (words) untrack(() => announcer.interrupt(words))
  })
  $effect(() => {
    const seat = live.seat
    const open = seat ? openMessages(live.stage, seat) : []
    const fresh = open.filter(({ id, sentBy }) => {
      return heardBefore?.has(id) === false && sentBy.sessionId !== seat?.sessionId
    })
    heardBefore = new Set(open.map(({ id }) => id))
    for (const { text } of fresh) untrack(() => announcer.interrupt(`Message to you: ${text}`))
  })

  let calledBefore: ReadonlySet<string> | null = null
  $effect(() => {
    if (!desk.collab.loaded || !live.seat) return
    const { unread } = desk.mentions
    const fresh = unread.filter(({ id }) => calledBefore?.has(id) === false)
    calledBefore = new Set(unread.map(({ id }) => id))
    for (const { authorName, text } of fresh) untrack(() => tellCall(authorName, text))
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
    // A cue without a length has no end that could be near.
    const remaining =
      cueLengthMs(live.clock) > 0 ? cueRemainingMs(live.clock, live.time.secondMs) : null
    const passed = passedThreshold(remainingBefore, remaining, live.clock.cue)
    remainingBefore = remaining
    if (passed) untrack(() => announcer.say(passed))
  })
}
