import { isCrew, roleSchema, type Role } from '../crew/index.ts'
import { documentKinds, type DocumentKind } from './document.schema.ts'

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

type RuleRest = { rule: PolicyRule; rest: readonly string[] }

/**
 * What one role may do at one path and below: the policy, sorted by segment, so that the gate takes one step per
 * segment and none per rule.
 */
export class PathRights {
  readonly #always = new Set<PathOperation>()
  readonly #byColumn = new Set<PathOperation>()
  readonly #named = new Map<string, PathRights>()
  readonly #others: PathRights | null

  constructor(role: Role, rules: readonly RuleRest[]) {
    for (const { rule, rest } of rules) {
      if (rest.length > 0) continue
      for (const operation of rule.operations) {
        if (rule.roles.includes(role)) this.#always.add(operation)
        else if (rule.byColumn === true) this.#byColumn.add(operation)
      }
    }
    const below = (name: string): PathRights | null => {
      const rests = rules
        .filter(({ rest: [first] }) => first !== undefined && (first === name || first === '*'))
        .map(({ rule, rest }) => ({ rule, rest: rest.slice(1) }))
      return rests.length > 0 ? new PathRights(role, rests) : null
    }
    for (const { rest } of rules) {
      const [name] = rest
      const rights = name !== undefined && name !== '*' ? below(name) : null
      if (name !== undefined && rights) this.#named.set(name, rights)
    }
    this.#others = below('*')
  }

  /** @param writers of the column that the path ends in, if a rule leans on it */
  may(operation: PathOperation, role: Role, writers: readonly Role[] = []): boolean {
    return this.#always.has(operation) || (this.#byColumn.has(operation) && writers.includes(role))
  }

  under(segment: string): PathRights {
    return this.#named.get(segment) ?? this.#others ?? noRights
  }
}

const noRights = new PathRights('viewer', [])

const rightsByKind = new Map(
  documentKinds.map((kind) => {
    const rules = documentPolicy.filter((rule) => rule.kind === kind)
    const rests = rules.map((rule) => ({ rule, rest: rule.path.split('/') }))
    return [kind, new Map(roleSchema.options.map((role) => [role, new PathRights(role, rests)]))]
  }),
)

/** The rights of a role from the top of a document. */
export function rightsIn(kind: DocumentKind, role: Role): PathRights {
  return rightsByKind.get(kind)?.get(role) ?? noRights
}

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
  const rights = segments.reduce((at, segment) => at.under(segment), rightsIn(kind, role))
  return rights.may(operation, role, writers(segments.at(-1) ?? ''))
}
