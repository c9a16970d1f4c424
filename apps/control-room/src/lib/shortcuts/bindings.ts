/**
 * Every key of the desk, in one table. Keys are physical (`event.code`), so that a layout moves no command;
 * what is printed on buttons, in the map and in the palette comes from here.
 */
export const shortcutGroups = ['Show', 'Switch', 'Marks', 'Run of show', 'Desk'] as const
export type ShortcutGroup = (typeof shortcutGroups)[number]

export type Binding = {
  /** tinykeys syntax; several are alternatives, the first is printed. */
  keys: readonly string[]
  label: string
  group: ShortcutGroup
  /** Works while typing too: only for chords. `shared`: only in texts that are edited together. */
  whileTyping?: boolean | 'shared'
  /** Holding the key repeats it. A cut or a take never does. */
  repeats?: boolean
}

const digit = (number: number): Binding => ({
  keys: [`Digit${number}`, `Numpad${number}`],
  label: `Preview source ${number}`,
  group: 'Switch',
})

const timerKey = (number: number): Binding => ({
  keys: [`Alt+Digit${number}`],
  label: `Start or pause timer ${number}`,
  group: 'Show',
})

export const bindings = {
  'clock.go': { keys: ['KeyG'], label: 'Next cue', group: 'Show' },
  'clock.hold': { keys: ['KeyH'], label: 'Hold or resume', group: 'Show' },
  'clock.back': { keys: ['Shift+KeyG'], label: 'Back to the cue before', group: 'Show' },
  'clock.add': { keys: ['Equal', 'NumpadAdd'], label: 'Add 30 seconds', group: 'Show' },
  'clock.cut': { keys: ['Minus', 'NumpadSubtract'], label: 'Take 30 seconds off', group: 'Show' },
  'clock.load': { keys: ['KeyL'], label: 'Load the chosen cue as next', group: 'Show' },
  'clock.skip': { keys: ['Shift+KeyX'], label: 'Pass over the next cue', group: 'Show' },
  'clock.roll': { keys: ['Shift+KeyR'], label: 'Roll by the time of day', group: 'Show' },
  'clock.rehearse': { keys: ['Alt+Shift+KeyR'], label: 'Rehearse', group: 'Show' },
  'stage.message': { keys: ['KeyM'], label: 'Write to the stage', group: 'Show' },
  'stage.blackout': { keys: ['Shift+KeyB'], label: 'Stage screens black', group: 'Show' },
  'timer.1': timerKey(1),
  'timer.2': timerKey(2),
  'timer.3': timerKey(3),
  'bus.take': { keys: ['Space'], label: 'Cut: preview goes on air', group: 'Switch' },
  'bus.preview.1': digit(1),
  'bus.preview.2': digit(2),
  'bus.preview.3': digit(3),
  'bus.preview.4': digit(4),
  'bus.preview.5': digit(5),
  'bus.preview.6': digit(6),
  'bus.preview.7': digit(7),
  'bus.preview.8': digit(8),
  'bus.preview.9': digit(9),
  'mark.in': { keys: ['KeyI'], label: 'Mark in', group: 'Marks' },
  'mark.out': { keys: ['KeyO'], label: 'Mark out, makes the clip', group: 'Marks' },
  'cue.new': { keys: ['KeyN'], label: 'New cue', group: 'Run of show' },
  'cue.moveUp': {
    keys: ['Alt+ArrowUp'],
    label: 'Move the cue up',
    group: 'Run of show',
    whileTyping: true,
    repeats: true,
  },
  'cue.moveDown': {
    keys: ['Alt+ArrowDown'],
    label: 'Move the cue down',
    group: 'Run of show',
    whileTyping: true,
    repeats: true,
  },
  'cue.duplicate': {
    keys: ['$mod+KeyD'],
    label: 'Duplicate the cue',
    group: 'Run of show',
    whileTyping: true,
  },
  'edit.undo': {
    keys: ['$mod+KeyZ'],
    label: 'Undo my last edit',
    group: 'Run of show',
    whileTyping: 'shared',
    repeats: true,
  },
  'edit.redo': {
    keys: ['$mod+Shift+KeyZ', '$mod+KeyY'],
    label: 'Redo my edit',
    group: 'Run of show',
    whileTyping: 'shared',
    repeats: true,
  },
  'desk.palette': {
    keys: ['$mod+KeyK'],
    label: 'Do anything',
    group: 'Desk',
    whileTyping: true,
  },
  'desk.find': {
    keys: ['$mod+KeyF'],
    label: 'Find in the run of show',
    group: 'Desk',
    whileTyping: true,
  },
  'desk.map': { keys: ['Shift+?', '?'], label: 'Show this map', group: 'Desk' },
  'desk.lock': { keys: ['Shift+KeyL'], label: 'Lock live controls on this device', group: 'Desk' },
} as const satisfies Record<string, Binding>

export type ShortcutId = keyof typeof bindings

export function bindingOf(id: ShortcutId): Binding {
  return bindings[id]
}

export const shortcutIds = Object.keys(bindings) as ShortcutId[]
