import { isCrew, type Role } from '../crew/index.ts'
import type { DocumentKind } from './document.schema.ts'

/**
 * What can be done at a path: `insert` makes an entry (`cues/{id}`), `set` writes a field, `text` edits
 * the characters inside a text, `delete` removes a key (what no client may: entries have `deletedAt`).
 */
export type PathOperation = 'insert' | 'set' | 'text' | 'delete'

export type PolicyRule = {
  kind: DocumentKind
  /** Segments divided by `/`; `*` stands for any one segment. */
  path: string
  operations: readonly PathOperation[]
  roles: readonly Role[]
  /** The last segment names a column of the crew's; whoever is among its `writers` may write as well. */
  byColumn?: true
}

const runningTheShow = ['host', 'producer'] as const
const marking = ['host', 'producer', 'editor'] as const
const counting = ['finance', 'producer'] as const

/** Who may write what. What no rule allows is refused. */
export const documentPolicy: readonly PolicyRule[] = [
  { kind: 'rundown', path: 'cues/*', operations: ['insert'], roles: runningTheShow },
  { kind: 'rundown', path: 'cues/*/*', operations: ['set', 'text'], roles: runningTheShow },
  { kind: 'rundown', path: 'marks/*', operations: ['insert'], roles: marking },
  { kind: 'rundown', path: 'marks/*/*', operations: ['set'], roles: marking },
  ...['groups', 'columns', 'triggers', 'views'].flatMap((root): PolicyRule[] => [
    { kind: 'rundown', path: `${root}/*`, operations: ['insert'], roles: runningTheShow },
    { kind: 'rundown', path: `${root}/*/*`, operations: ['set'], roles: runningTheShow },
  ]),
  { kind: 'rundown', path: 'settings/*', operations: ['set'], roles: runningTheShow },
  { kind: 'rundown', path: 'attachments/*', operations: ['insert'], roles: marking },
  { kind: 'rundown', path: 'attachments/*/*', operations: ['set'], roles: marking },
  // `cells/{cueId}/{columnId}`, whether the cell is a value or a text.
  {
    kind: 'rundown',
    path: 'cells/*/*',
    operations: ['set', 'text'],
    roles: runningTheShow,
    byColumn: true,
  },
  { kind: 'finance', path: 'notes', operations: ['text'], roles: counting },
  { kind: 'finance', path: 'lines/*', operations: ['insert'], roles: counting },
  { kind: 'finance', path: 'lines/*/*', operations: ['set'], roles: counting },
]

/** Who may open a document at all. */
export const documentReaders: Readonly<Record<DocumentKind, readonly Role[]>> = {
  rundown: ['host', 'producer', 'editor', 'finance'],
  finance: counting,
}

export function mayRead(kind: DocumentKind, role: Role): boolean {
  return documentReaders[kind].includes(role)
}

/** Whether a role may write anything in a document; who may not is refused without a closer look. */
export function mayWrite(kind: DocumentKind, role: Role): boolean {
  return documentPolicy.some(
    (rule) =>
      rule.kind === kind && (rule.roles.includes(role) || (rule.byColumn === true && isCrew(role))),
  )
}

/** The roles that a column names as its writers; none for a column that is not there. */
export type ColumnWriters = (columnId: string) => readonly Role[]

/**
 * Whether a role may do this at this path (`cues/{id}/durationMs`).
 * @param writers the columns of the document, for rules that lean on them
 */
export function judge(
  kind: DocumentKind,
  role: Role,
  path: string,
  operation: PathOperation,
  writers: ColumnWriters = () => [],
): boolean {
  const segments = path.split('/')
  return documentPolicy.some(
    (rule) =>
      rule.kind === kind &&
      rule.operations.includes(operation) &&
      matches(rule.path, segments) &&
      (rule.roles.includes(role) ||
        (rule.byColumn === true && writers(segments.at(-1) ?? '').includes(role))),
  )
}

function matches(pattern: string, segments: readonly string[]): boolean {
  const parts = pattern.split('/')
  return (
    parts.length === segments.length &&
    parts.every((part, index) => part === '*' || part === segments[index])
  )
}
