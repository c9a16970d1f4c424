import type { Cue } from '@stallcast/shared/rundown'
import { goTo, removeCue } from '#lib/features/desk/desk.commands.ts'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { testIds } from '#lib/features/desk/test-ids.ts'
import type { MenuEntry } from '#lib/ui/menu.ts'
import { removalReason } from './cue-removal.ts'
import { duplicateCue, moveCueBy, setField } from './rundown.commands.ts'

/** Everything that dragging and keys do, for those who use neither. */
export function cueMenu(desk: Desk, cue: Cue, at: number): MenuEntry[] {
  const { rundown, shortcuts } = desk
  const reason = rundown.cuesReason
  return [
    {
      id: 'take',
      label: 'Take this cue now',
      reason: desk.liveReason('clock.run') ?? (cue.skip ? 'This cue is skipped.' : null),
      testId: testIds.cueGoTo,
      run: () => void goTo(desk, cue.id),
    },
    {
      id: 'up',
      label: 'Move up',
      hint: shortcuts.hint('cue.moveUp'),
      reason: reason ?? (at === 0 ? 'It is the first cue.' : null),
      separated: true,
      testId: testIds.cueMoveUp,
      run: () => moveCueBy(rundown, cue.id, -1),
    },
    {
      id: 'down',
      label: 'Move down',
      hint: shortcuts.hint('cue.moveDown'),
      reason: reason ?? (at === rundown.cues.length - 1 ? 'It is the last cue.' : null),
      testId: testIds.cueMoveDown,
      run: () => moveCueBy(rundown, cue.id, 1),
    },
    {
      id: 'duplicate',
      label: 'Duplicate',
      hint: shortcuts.hint('cue.duplicate'),
      reason,
      testId: testIds.cueDuplicate,
      run: () => duplicateCue(rundown, cue.id, desk.live.time.read()),
    },
    {
      id: 'flag',
      label: cue.flag ? 'Remove the watch mark' : 'Mark to watch',
      reason,
      run: () => setField(rundown, cue.id, 'flag', !cue.flag),
    },
    {
      id: 'skip',
      label: cue.skip ? 'Do not skip' : 'Skip',
      reason,
      separated: true,
      testId: testIds.cueSkip,
      run: () => setField(rundown, cue.id, 'skip', !cue.skip),
    },
    {
      id: 'delete',
      label: 'Delete',
      hint: 'Del',
      reason: removalReason(desk, cue.id),
      testId: testIds.cueDelete,
      run: () => void removeCue(desk, cue.id),
    },
  ]
}
