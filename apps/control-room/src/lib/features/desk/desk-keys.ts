import { removalReason } from '#lib/features/rundown/cue-removal.ts'
import { duplicateCue, moveCueBy } from '#lib/features/rundown/rundown.commands.ts'
import type { ShortcutId } from '#lib/shortcuts/index.ts'
import { roleReason, type Desk } from './desk.state.svelte.ts'
import {
  addTime,
  cutToSlate,
  endMark,
  goBack,
  goNext,
  goTo,
  loadChosen,
  preview,
  previewNumber,
  removeCue,
  setBlackout,
  skipNext,
  startMark,
  take,
  toggleHold,
  toggleRehearsal,
  toggleRoll,
  toggleTimer,
} from './desk.commands.ts'

const stepMs = 30_000
const previewKeys = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** Says what the desk's shortcuts do and fills the palette. Returns the end of it. */
export function bindDeskKeys(desk: Desk): () => void {
  const { shortcuts, rundown } = desk
  const clock = () => desk.liveReason('clock.run')
  const bus = () => desk.liveReason('bus.switch')
  const stage = () => desk.liveReason('stage.message')
  const cues = () => rundown.cuesReason
  const chosen = (run: (cueId: string) => void) => () => {
    if (desk.chosenCueId) run(desk.chosenCueId)
  }
  const bind = (id: ShortcutId, run: () => unknown, reason: () => string | null) =>
    shortcuts.handle(id, () => void run(), { reason })

  const ends = [
    bind('clock.go', () => goNext(desk), clock),
    bind('clock.back', () => goBack(desk), clock),
    bind('clock.hold', () => toggleHold(desk), clock),
    bind('clock.add', () => addTime(desk, stepMs), clock),
    bind('clock.cut', () => addTime(desk, -stepMs), clock),
    bind('clock.load', () => loadChosen(desk), clock),
    bind('clock.skip', () => skipNext(desk), clock),
    bind('clock.roll', () => toggleRoll(desk), clock),
    bind('clock.rehearse', () => toggleRehearsal(desk), clock),
    bind('stage.message', () => desk.writeToStage(), stage),
    bind(
      'stage.blackout',
      () => setBlackout(desk, !desk.live.stage.blackout, { kind: 'all' }),
      stage,
    ),
    ...([1, 2, 3] as const).map((number) =>
      shortcuts.handle(`timer.${number}`, () => void toggleTimer(desk, number), {
        reason: () => desk.liveReason('timer.run'),
        label: () => `Start or pause ${timerName(desk, number)}`,
      }),
    ),
    bind('bus.take', () => take(desk), bus),
    ...previewKeys.map((number) =>
      shortcuts.handle(`bus.preview.${number}`, () => previewNumber(desk, number), {
        reason: bus,
        label: () => `Preview ${sourceName(desk, number)}`,
      }),
    ),
    bind(
      'mark.in',
      () => startMark(desk, 'program'),
      () => rundown.marksReason,
    ),
    bind(
      'mark.out',
      () => endMark(desk),
      () => rundown.marksReason,
    ),
    bind(
      'cue.moveUp',
      chosen((cueId) => moveCueBy(rundown, cueId, -1)),
      cues,
    ),
    bind(
      'cue.moveDown',
      chosen((cueId) => moveCueBy(rundown, cueId, 1)),
      cues,
    ),
    bind(
      'cue.duplicate',
      chosen((cueId) => duplicateCue(rundown, cueId, desk.live.time.read())),
      cues,
    ),
    bind(
      'edit.undo',
      () => desk.collab.undo(),
      () => null,
    ),
    bind(
      'edit.redo',
      () => desk.collab.redo(),
      () => null,
    ),
    shortcuts.handle('desk.lock', () => desk.setLocked(!desk.locked), {
      label: () => (desk.locked ? 'Unlock live controls' : 'Lock live controls on this device'),
    }),
    shortcuts.offer(() => [
      {
        id: 'slate',
        label: 'Cut to the slate',
        group: 'Switch',
        reason: bus(),
        run: () => void cutToSlate(desk),
      },
      ...desk.live.sources
        .filter((source) => source.number === null && source.kind !== 'slate')
        .map((source) => ({
          id: `preview:${source.id}`,
          label: `Preview ${source.label}`,
          group: 'Switch',
          reason: bus(),
          run: () => void preview(desk, source.id),
        })),
      {
        id: 'open.automation',
        label: 'Automation: keys, outputs, rules, OSC',
        group: 'Pages',
        reason: roleReason(desk.role, 'automation.manage'),
        run: () => void window.open(`/shows/${desk.showId}/automation?as=producer`, '_blank'),
      },
      ...rundown.cues.map((cue, index) => ({
        id: `go:${cue.id}`,
        label: `Take cue ${index + 1}: ${cue.title || 'Untitled'}`,
        group: 'Cues',
        reason: clock() ?? (cue.skip ? 'This cue is skipped.' : null),
        run: () => void goTo(desk, cue.id),
      })),
      ...rundown.cues
        .filter((cue) => cue.id === desk.chosenCueId)
        .map((cue) => ({
          id: 'cue.delete',
          label: `Delete “${cue.title || 'Untitled'}”`,
          group: 'Run of show',
          hint: 'Del',
          reason: removalReason(desk, cue.id),
          run: () => void removeCue(desk, cue.id),
        })),
    ]),
  ]
  return () => ends.forEach((end) => end())
}

function timerName(desk: Desk, number: number): string {
  return desk.live.timers.timers.find((timer) => timer.id === number)?.title ?? `timer ${number}`
}

function sourceName(desk: Desk, number: number): string {
  return desk.live.sources.find((source) => source.number === number)?.label ?? `source ${number}`
}
