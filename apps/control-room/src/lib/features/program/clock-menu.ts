import {
  addTime,
  loadCue,
  setBlackout,
  skipNext,
  toggleRehearsal,
  toggleRoll,
} from '#lib/features/desk/desk.commands.ts'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { testIds } from '#lib/features/desk/test-ids.ts'
import type { MenuEntry } from '#lib/ui/index.ts'

const minuteMs = 60_000

/** What the show clock can do besides its four buttons. @param askTime opens the line for the time left */
export function clockMenu(desk: Desk, askTime: () => void): MenuEntry[] {
  const { shortcuts, live } = desk
  const { clock } = live
  const reason = desk.liveReason('clock.run')
  const running = reason ?? (desk.onAir ? null : 'The show is not running.')
  const open = reason ?? (clock.phase === 'ended' ? 'The show has ended.' : null)
  const chosen = desk.rundown.cue(desk.chosenCueId)
  const onAir = live.rehearsing ? null : running === null ? 'The show is on air.' : null
  return [
    {
      id: 'minus',
      label: 'Take 30 seconds off',
      hint: shortcuts.hint('clock.cut'),
      reason: running,
      run: () => void addTime(desk, -minuteMs / 2),
    },
    {
      id: 'plus5',
      label: 'Add 5 minutes',
      reason: running,
      run: () => void addTime(desk, 5 * minuteMs),
    },
    {
      id: 'set',
      label: 'Set the time left…',
      reason: running,
      testId: testIds.setTime,
      run: askTime,
    },
    {
      id: 'load',
      label: chosen
        ? `Load “${chosen.title || 'Untitled'}” as next`
        : 'Load the chosen cue as next',
      hint: shortcuts.hint('clock.load'),
      reason: open ?? (chosen ? null : 'Choose a cue in the run of show first.'),
      separated: true,
      run: () => chosen && void loadCue(desk, chosen.id),
    },
    {
      id: 'unload',
      label: 'Back to the running order',
      reason: open ?? (clock.chosenNextId === null ? 'The running order goes on already.' : null),
      run: () => void loadCue(desk, null),
    },
    {
      id: 'skip',
      label: clock.next
        ? `Pass over “${clock.next.title || 'Untitled'}”`
        : 'Pass over the next cue',
      hint: shortcuts.hint('clock.skip'),
      reason: open ?? (clock.next ? null : 'There is no next cue.'),
      testId: testIds.skipNext,
      run: () => void skipNext(desk),
    },
    {
      id: 'roll',
      label: clock.roll ? 'Stop rolling' : 'Roll by the time of day',
      hint: shortcuts.hint('clock.roll'),
      reason: open ?? (clock.phase === 'held' ? 'Resume the show first.' : null),
      separated: true,
      testId: testIds.roll,
      run: () => void toggleRoll(desk),
    },
    {
      id: 'rehearse',
      label: live.rehearsing ? 'End the rehearsal' : 'Rehearse',
      hint: shortcuts.hint('clock.rehearse'),
      reason: reason ?? onAir,
      testId: testIds.rehearse,
      run: () => void toggleRehearsal(desk),
    },
    {
      id: 'timers',
      label: desk.timersOpen ? 'Put the timers away' : 'Show the timers',
      separated: true,
      testId: testIds.timers,
      run: () => (desk.timersOpen = !desk.timersOpen),
    },
    {
      id: 'blackout',
      label: live.stage.blackout ? 'Stage screens back on' : 'Stage screens black',
      hint: shortcuts.hint('stage.blackout'),
      reason: desk.liveReason('stage.message'),
      run: () => void setBlackout(desk, !live.stage.blackout, { kind: 'all' }),
    },
  ]
}
