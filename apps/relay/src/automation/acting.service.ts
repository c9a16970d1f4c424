import { randomUUID } from 'node:crypto'
import type {
  ApiAction,
  ApiScope,
  ApiShow,
  CueChange,
  CueRef,
  SourceRef,
} from '@stallcast/shared/automation'
import type { Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { judge, type Mark } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { markMap, readMarks } from '../collab/index.ts'
import { planCueEdit } from './cue-edit.ts'
import type { Author, AutomationPorts } from './ports.ts'
import { readNumberedCues } from './run-of-show.ts'

/**
 * Who acts without a person at a screen: an API key, an OSC controller, a trigger. It sits like a producer, narrowed
 * by its scopes, and stands in the log under its own name.
 */
export type Machine = { id: string; name: string; showId: string; scopes: readonly ApiScope[] }

export function machineSeat(machine: Machine): Seat {
  const { id, name, showId } = machine
  return { sessionId: id, showId, role: 'producer', personName: name, tint: 0 }
}

/** @throws DomainError `key.scope` */
export function demandScope(machine: Machine, scope: ApiScope): void {
  if (!machine.scopes.includes(scope)) throw new DomainError('key.scope', { scope })
}

/** What machines can do, through the same doors that people use. */
export class ActingService {
  readonly #ports: AutomationPorts

  constructor(ports: AutomationPorts) {
    this.#ports = ports
  }

  /**
   * @param body as the action's schema has parsed it
   * @throws DomainError `key.scope`, and whatever the command is refused with
   */
  async perform(machine: Machine, action: ApiAction, body: object): Promise<unknown> {
    demandScope(machine, action.scope)
    await this.#ports.openShow(machine.showId)
    const named = 'number' in body || 'cueId' in body
    const command = action.command(body, await this.#show(machine.showId, named))
    return this.#ports.command(machineSeat(machine), command)
  }

  /** Opens a mark now. @param id for a mark that must not be made twice */
  async markIn(
    machine: Machine,
    wanted: { track: string; label?: string | undefined; id?: string; durationMs?: number },
  ): Promise<Mark> {
    demandScope(machine, 'marks')
    const { showId } = machine
    const now = this.#ports.now()
    const id = wanted.id ?? randomUUID()
    const mark = {
      track: wanted.track,
      inAtMs: now,
      outAtMs: wanted.durationMs === undefined ? null : now + wanted.durationMs,
      label: (wanted.label ?? this.#ports.live(showId, 'clock')?.cue?.title ?? '').slice(0, 200),
      createdBy: machine.name.slice(0, 80),
      createdAt: now,
      deletedAt: null,
    }
    await this.#write(machine, `marks/${id}`, 'insert', (doc) => {
      const marks = doc.getMap('marks')
      if (!marks.has(id)) marks.set(id, markMap(mark))
    })
    return { id, ...mark }
  }

  /** Ends a mark, or the newest open one that this machine made. @throws DomainError `mark.unknown` */
  async markOut(machine: Machine, markId?: string): Promise<Mark> {
    demandScope(machine, 'marks')
    const marks = await this.#ports.document.read(machine.showId, readMarks)
    const mine = (mark: Mark) => mark.createdBy === machine.name.slice(0, 80)
    const mark = marks.findLast(
      (each) => each.outAtMs === null && (markId === undefined ? mine(each) : each.id === markId),
    )
    if (!mark) throw new DomainError('mark.unknown')
    const outAtMs = Math.max(this.#ports.now(), mark.inAtMs + shortestMarkMs)
    await this.#write(machine, `marks/${mark.id}/outAtMs`, 'set', (doc) => {
      const map = doc.getMap('marks').get(mark.id)
      if (map instanceof Y.Map && map.get('outAtMs') === null) map.set('outAtMs', outAtMs)
    })
    return { ...mark, outAtMs }
  }

  /** @throws DomainError `cue.unknown`, `column.unknown`, `input.invalid` */
  async editCue(machine: Machine, cueId: string, change: CueChange): Promise<void> {
    demandScope(machine, 'rundown.write')
    const { document } = this.#ports
    await document.read(machine.showId, (doc) => planCueEdit(doc, cueId, change))
    await this.#write(machine, `cues/${cueId}/title`, 'text', (doc) =>
      planCueEdit(doc, cueId, change)(doc),
    )
  }

  /** The id of a cue by what the crew calls it. @throws DomainError `cue.unknown` */
  async cueId(showId: string, ref: CueRef): Promise<string> {
    return (await this.#show(showId, true)).cueId(ref)
  }

  /** @param withCues reading a long run of show takes milliseconds; most actions name no cue */
  async #show(showId: string, withCues: boolean): Promise<ApiShow> {
    const cues = withCues ? await this.#ports.document.read(showId, readNumberedCues) : []
    const sources = this.#ports.live(showId, 'sources') ?? []
    const clock = this.#ports.live(showId, 'clock')
    return {
      onAirCueId: clock?.cue?.id ?? null,
      nextCueId: clock?.next?.id ?? null,
      cueId({ cueId, number }: CueRef) {
        const label = String(number).toLowerCase()
        const found = cues.find(({ cue, label: its }) =>
          cueId === undefined ? its.toLowerCase() === label : cue.id === cueId,
        )
        if (!found) throw new DomainError('cue.unknown')
        return found.cue.id
      },
      sourceId({ sourceId, number }: SourceRef) {
        if (sourceId !== undefined) return sourceId
        const found = sources.find((source) => source.number === number)
        if (!found) throw new DomainError('media.unknown-source')
        return found.id
      },
    }
  }

  async #write(
    machine: Machine,
    path: string,
    operation: 'insert' | 'set' | 'text',
    edit: (doc: Y.Doc) => void,
  ): Promise<void> {
    const { role, sessionId, personName } = machineSeat(machine)
    // The document's own policy holds for machines too, whatever their scopes say.
    if (!judge('rundown', role, path, operation)) {
      throw new DomainError('collab.refused', { role, path })
    }
    const author: Author = { sessionId, role, personName }
    await this.#ports.document.write(machine.showId, edit, author)
  }
}

/** What the renderer takes at least. */
const shortestMarkMs = 500
