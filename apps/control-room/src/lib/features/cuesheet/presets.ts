import type { ViewPreset } from '@stallcast/shared/rundown'
import { deletePreset, savePreset, setPreset } from '#lib/features/rundown/column.commands.ts'
import type { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import { tellDone, type MenuEntry } from '#lib/ui/index.ts'
import type { Sheet } from './sheet.state.svelte.ts'

/** The sets of columns that the crew keeps for everybody, as a menu. */
export function presetEntries(
  sheet: Sheet,
  rundown: RundownDoc,
  save: () => void,
  share: (() => void) | null,
): MenuEntry[] {
  const presets = rundown.presets.filter(({ view }) => view === 'cuesheet')
  const chosen = chosenPreset(sheet, presets)
  const reason = rundown.presetsReason
  return [
    ...presets.map((preset): MenuEntry => ({
      id: preset.id,
      label: preset.name,
      hint: preset.id === chosen?.id ? 'shown' : null,
      run: () => sheet.setKeys(preset.columns),
    })),
    {
      id: 'save',
      label: 'Keep these columns as a view…',
      separated: presets.length > 0,
      reason,
      run: save,
    },
    ...presets
      .filter(({ id }) => id === chosen?.id)
      .map((preset): MenuEntry => ({
        id: 'delete',
        label: `Delete “${preset.name}”`,
        reason,
        run: () => {
          deletePreset(rundown, preset.id, Date.now())
          tellDone(`“${preset.name}” is deleted for everybody.`)
        },
      })),
    ...(share ? [{ id: 'share', label: 'Share as a link…', separated: true, run: share }] : []),
  ]
}

/** The preset whose columns are on show. */
export function chosenPreset(sheet: Sheet, presets: readonly ViewPreset[]): ViewPreset | undefined {
  const shown = sheet.columns.map(({ key }) => key).join()
  return presets.find(({ columns }) => columns.join() === shown)
}

/** Keeps the columns on show under a name; one of that name is replaced. */
export function keepPreset(sheet: Sheet, rundown: RundownDoc, name: string): void {
  const columns = sheet.columns.map(({ key }) => key)
  const known = rundown.presets.find((preset) => preset.view === 'cuesheet' && preset.name === name)
  if (known) setPreset(rundown, known.id, { columns })
  else savePreset(rundown, { name, view: 'cuesheet', columns }, Date.now())
  tellDone(`“${name}” is kept for everybody.`)
}
