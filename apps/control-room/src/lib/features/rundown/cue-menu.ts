import type { Cue } from '@stallcast/shared/rundown'
import { goTo, loadCue, removeCue } from '#lib/features/desk/desk.commands.ts'
import { roleReason, type Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { testIds } from '#lib/features/desk/test-ids.ts'
import type { MenuEntry } from '#lib/ui/menu.ts'
import { removalReason } from './cue-removal.ts'
import { addGroup } from './group.commands.ts'
import { placeStepped } from './place.ts'
import type { RundownDoc } from './rundown-doc.state.svelte.ts'
import { addCue, duplicateCue, moveCueBy, putInGroup, setField } from './rundown.commands.ts'

/** Everything that dragging and keys do, for those who use neither. */
export function cueMenu(desk: Desk, cue: Cue): MenuEntry[] {
  const { rundown, shortcuts } = desk
  const reason = rundown.cuesReason
  const stuck = (by: 1 | -1, words: string): string | null =>
    reason ?? (placeStepped(rundown.rows, cue.id, by) === null ? words : null)
  const now = () => desk.live.time.read()
  return [
    {
      id: 'take',
      label: 'Take this cue now',
      reason: desk.liveReason('clock.run') ?? untakeable(cue),
      testId: testIds.cueGoTo,
      run: () => void goTo(desk, cue.id),
    },
    {
      id: 'load',
      label: 'Load as next',
      reason: desk.liveReason('clock.run') ?? untakeable(cue),
      run: () => void loadCue(desk, cue.id),
    },
    {
      id: 'up',
      label: 'Move up',
      hint: shortcuts.hint('cue.moveUp'),
      reason: stuck(-1, 'It is the first cue.'),
      separated: true,
      testId: testIds.cueMoveUp,
      run: () => moveCueBy(rundown, cue.id, -1),
    },
    {
      id: 'down',
      label: 'Move down',
      hint: shortcuts.hint('cue.moveDown'),
      reason: stuck(1, 'It is the last cue.'),
      testId: testIds.cueMoveDown,
      run: () => moveCueBy(rundown, cue.id, 1),
    },
    {
      id: 'duplicate',
      label: 'Duplicate',
      hint: shortcuts.hint('cue.duplicate'),
      reason,
      testId: testIds.cueDuplicate,
      run: () => duplicateCue(rundown, cue.id, now()),
    },
    {
      id: 'behind',
      label: 'Add a cue behind it',
      reason,
      run: () => addCue(rundown, cue.id, { durationMs: 3 * 60_000 }, now()),
    },
    ...groupEntries(rundown, cue, now),
    {
      id: 'milestone',
      label: cue.milestone ? 'Make it a cue' : 'Make it a milestone',
      reason,
      separated: true,
      run: () => setField(rundown, cue.id, 'milestone', !cue.milestone),
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
      testId: testIds.cueSkip,
      run: () => setField(rundown, cue.id, 'skip', !cue.skip),
    },
    {
      id: 'history',
      label: 'History of this cue',
      separated: true,
      reason: roleReason(desk.role, 'rundown.history'),
      testId: 'cue-history',
      run: () => desk.history.show({ cue: cue.id }),
    },
    {
      id: 'delete',
      label: 'Delete',
      hint: 'Del',
      separated: true,
      reason: removalReason(desk, cue.id),
      testId: testIds.cueDelete,
      run: () => void removeCue(desk, cue.id),
    },
  ]
}

function untakeable(cue: Cue): string | null {
  if (cue.milestone) return 'A milestone is not taken.'
  return cue.skip ? 'This cue is skipped.' : null
}

function groupEntries(rundown: RundownDoc, cue: Cue, now: () => number): MenuEntry[] {
  const reason = rundown.cuesReason
  const others = rundown.groups.filter((group) => group.id !== cue.groupId).slice(0, 8)
  const inGroup = rundown.group(cue.groupId) !== null
  return [
    {
      id: 'group',
      label: 'New group here',
      reason,
      separated: true,
      testId: testIds.cueGroup,
      run: () => addGroup(rundown, { title: '', aroundCueId: cue.id }, now()),
    },
    ...others.map((group): MenuEntry => ({
      id: `into-${group.id}`,
      label: `Into “${group.title || 'Untitled group'}”`,
      reason,
      run: () => putInGroup(rundown, cue.id, group.id),
    })),
    ...(inGroup
      ? [
          {
            id: 'out',
            label: 'Out of its group',
            reason,
            run: () => putInGroup(rundown, cue.id, null),
          },
        ]
      : []),
  ]
}
