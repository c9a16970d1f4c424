import type { Cue, TriggerAction, TriggerMoment } from '@stallcast/shared/rundown'

export const momentWords: Readonly<Record<TriggerMoment, string>> = {
  load: 'when it stands by',
  start: 'when it is taken',
  warning: 'at its warning',
  danger: 'in danger',
  end: 'when it ends',
}

export const actionWords: Readonly<Record<TriggerAction['type'], string>> = {
  'bus.preview': 'Camera to preview',
  'bus.cut': 'Cut to a camera',
  'bus.take': 'Take what is in preview',
  'offer.close': 'Close the offer',
  mark: 'Mark a clip',
  'stage.message': 'Message to the stage',
  'stage.clear': 'Clear the stage',
  'timer.start': 'Start a timer',
  'timer.pause': 'Pause a timer',
  'timer.reset': 'Reset a timer',
  osc: 'Send OSC',
  webhook: 'Send a webhook',
}

/** What an action begins with when it is chosen. @returns null: there is nothing yet that it could be done with */
export function newAction(
  type: TriggerAction['type'],
  around: { sourceId: string | null; cue: Pick<Cue, 'title'> | null; outputId: string | null },
): TriggerAction | null {
  switch (type) {
    case 'bus.preview':
    case 'bus.cut':
      return around.sourceId === null ? null : { type, sourceId: around.sourceId }
    case 'mark':
      return { type, label: '', durationMs: 15_000 }
    case 'stage.message':
      return { type, text: around.cue?.title.slice(0, 300) || 'Stand by' }
    case 'timer.start':
    case 'timer.pause':
    case 'timer.reset':
      return { type, timer: 1 }
    case 'osc':
      return around.outputId === null
        ? null
        : { type, outputId: around.outputId, address: '/cue/go', args: [1] }
    case 'webhook':
      return around.outputId === null ? null : { type, outputId: around.outputId }
    case 'bus.take':
    case 'offer.close':
    case 'stage.clear':
      return { type }
  }
}
