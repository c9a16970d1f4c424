import { slateSourceId } from '@stallcast/shared/media'
import { cueRemainingMs } from '@stallcast/shared/rundown'
import { untrack } from 'svelte'
import type { Desk } from './desk.state.svelte.ts'
import { passedThreshold } from './thresholds.ts'

/** Tells screen readers what a look at the desk would: to be called while a component is set up. */
export function announceShow(desk: Desk): void {
  const { live, announcer } = desk
  const label = (sourceId: string): string =>
    live.sources.find((source) => source.id === sourceId)?.label ?? 'slate'

  let cueBefore: string | null | undefined
  $effect(() => {
    const { cue, phase } = live.clock
    const id = cue?.id ?? null
    if (cueBefore !== undefined && id !== cueBefore && cue) announcer.say(`On air: ${cue.title}`)
    if (phase === 'ended' && cueBefore !== undefined) announcer.say('The show has ended.')
    cueBefore = id
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
    if (passed) announcer.say(passed)
  })
}
