import type { ColumnType } from '../columns.schema.ts'
import {
  autoFollowSchema,
  cueTypeSchema,
  layoutSchema,
  startModeSchema,
  timerTypeSchema,
} from '../document.schema.ts'
import { cellText, type TableCell } from './table.ts'

const yes = ['yes', 'y', 'true', 'x', '1', 'on', '✓', '✔', '☑', 'ja', 'oui', 'si', 'sí']
const no = ['no', 'n', 'false', '0', 'off', '-', '–', '☐', 'nein', 'non']

/** Undefined: neither yes nor no. Nothing is no. */
export function readYesNo(cell: TableCell): boolean | undefined {
  if (typeof cell === 'boolean') return cell
  const text = cellText(cell).trim().toLowerCase()
  if (text === '' || no.includes(text)) return false
  return yes.includes(text) ? true : undefined
}

/** What each choice is called in a file, and what else people and other tools write for it. */
export type Choices = { options: readonly string[]; synonyms: Readonly<Record<string, string>> }

export const choicesOf = {
  type: {
    options: cueTypeSchema.options,
    synonyms: {
      cue: 'segment',
      event: 'segment',
      talk: 'segment',
      live: 'segment',
      sale: 'offer',
      product: 'offer',
      vt: 'video',
      clip: 'video',
      film: 'video',
      ad: 'break',
      pause: 'break',
      advert: 'break',
      settlement: 'settle',
      other: 'custom',
      milestone: 'segment',
    },
  },
  startMode: {
    options: startModeSchema.options,
    // A column that asks "linked?" answers yes or no.
    synonyms: {
      yes: 'linked',
      true: 'linked',
      x: 'linked',
      no: 'soft',
      false: 'soft',
      fixed: 'hard',
    },
  },
  autoFollow: {
    options: autoFollowSchema.options,
    synonyms: {
      no: 'none',
      false: 'none',
      'load-next': 'load',
      'play-next': 'play',
      yes: 'play',
      true: 'play',
      auto: 'play',
      take: 'play',
      stop: 'none',
    },
  },
  timerType: {
    options: timerTypeSchema.options,
    synonyms: {
      'count-down': 'down',
      countdown: 'down',
      'count-up': 'up',
      countup: 'up',
      'count-to-end': 'to-end',
      'time-to-end': 'to-end',
      'time-of-day': 'clock',
    },
  },
  layout: {
    options: layoutSchema.options,
    synonyms: { 'picture-in-picture': 'pip', split: 'side-by-side', single: 'full' },
  },
} as const satisfies Record<string, Choices>

/** The option that a cell means; undefined: none. */
export function readChoice(cell: TableCell, choices: Choices): string | undefined {
  const text = cellText(cell)
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  return choices.options.find((option) => option === text) ?? ownValue(choices.synonyms, text)
}

function ownValue(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** `#22aacc` or a word. */
export function readColour(cell: TableCell): string | undefined {
  const text = cellText(cell).trim()
  return /^[#A-Za-z0-9-]{1,32}$/.test(text) ? text : undefined
}

/** How each type of column is called on screen. */
export const columnTypeNames: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  'rich-text': 'formatted text',
  number: 'number',
  select: 'choice',
  checkbox: 'checkbox',
  image: 'image',
  person: 'person',
  duration: 'length',
  url: 'address',
}
