import type { Group } from '@stallcast/shared/rundown'
import { cueColours } from '#lib/features/columns/colours.ts'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { testIds } from '#lib/features/desk/test-ids.ts'
import type { MenuEntry } from '#lib/ui/menu.ts'
import type { Grid } from './grid.state.svelte.ts'
import { deleteGroup, moveGroupBy, setGroup } from './group.commands.ts'
import { groupStepped, siblings } from './place.ts'
import { addCue, moveRow } from './rundown.commands.ts'

/** Everything that can be done with a group. */
export function groupMenu(desk: Desk, group: Group, grid: Grid): MenuEntry[] {
  const { rundown, shortcuts } = desk
  const reason = rundown.cuesReason
  const now = () => desk.live.time.read()
  const stuck = (by: 1 | -1, words: string): string | null =>
    reason ?? (groupStepped(rundown.rows, group.id, by) === null ? words : null)
  return [
    {
      id: 'rename',
      label: 'Rename',
      hint: 'Enter',
      reason,
      run: () => grid.edit({ cueId: group.id, field: 'group' }),
    },
    {
      id: 'target',
      label: 'Set the target length',
      reason,
      run: () => grid.edit({ cueId: group.id, field: 'target' }),
    },
    {
      id: 'add',
      label: 'Add a cue in it',
      reason,
      run: () => {
        const last = siblings(rundown.rows, group.id).at(-1)
        const cueId = addCue(rundown, last?.id ?? null, { durationMs: 3 * 60_000 }, now())
        if (!last) moveRow(rundown, { kind: 'cue', id: cueId }, { id: group.id, side: 'after' })
        grid.edit({ cueId, field: 'title' })
      },
    },
    {
      id: 'up',
      label: 'Move up with its cues',
      hint: shortcuts.hint('cue.moveUp'),
      reason: stuck(-1, 'It is the first.'),
      separated: true,
      run: () => moveGroupBy(rundown, group.id, -1),
    },
    {
      id: 'down',
      label: 'Move down with its cues',
      hint: shortcuts.hint('cue.moveDown'),
      reason: stuck(1, 'It is the last.'),
      run: () => moveGroupBy(rundown, group.id, 1),
    },
    ...Object.keys(cueColours).map((colour, index): MenuEntry => ({
      id: `colour-${colour}`,
      label: `Colour: ${colour}`,
      reason: reason ?? (group.colour === colour ? 'It has this colour.' : null),
      separated: index === 0,
      run: () => setGroup(rundown, group.id, { colour }),
    })),
    {
      id: 'delete',
      label: 'Delete the group, keep its cues',
      hint: 'Del',
      reason,
      separated: true,
      testId: testIds.groupDelete,
      run: () => deleteGroup(rundown, group.id, now()),
    },
  ]
}
