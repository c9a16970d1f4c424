import { firingKey, timedMoments } from '@stallcast/shared/automation'
import { isDomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import type { ClockState, RehearsalState, Trigger, TriggerMoment } from '@stallcast/shared/rundown'
import {
  claimFiring,
  finishFiring,
  readAutomationSettings,
  unfinishedFirings,
} from '@stallcast/store/automation'
import { appendEvents } from '@stallcast/store/rundown'
import { Serial } from '../../infra/serial.ts'
import type { ActingService } from '../acting.service.ts'
import type { AutomationPorts } from '../ports.ts'
import { readTriggers } from '../../collab/index.ts'
import { readNumberedCues } from '../run-of-show.ts'
import { carryOut, triggerMachine } from './carry-out.ts'
import { firingSchema, type Firing } from './firing.schema.ts'
import { MomentTimers } from './moment-timers.ts'
import { rehearsalSteps } from './rehearsal-steps.ts'

/** What happened to a cue. `occasion` tells this taking (or loading) of it from any other. */
export type CueMoment = {
  on: TriggerMoment
  cueId: string
  occasion: string
  atMs: number
  rehearsal: boolean
}

/** After a longer silence of the relay the moment has passed: a late cut would do more harm than none. */
const latestMs = 60_000

/**
 * Fires the triggers of cues: loaded, taken and ended from the log (a reaction with a cursor), warning and danger from
 * the clock. The claim of a firing in the database lets it happen once, whatever relays there are and whenever they
 * die; who dies after claiming leaves it to whoever comes up next.
 */
export class TriggerService {
  readonly #ports: AutomationPorts
  readonly #acting: ActingService
  readonly #serial = new Serial<string>()
  readonly #timers: MomentTimers
  readonly #rehearsals = new Map<string, RehearsalState>()

  constructor(ports: AutomationPorts, acting: ActingService) {
    this.#ports = ports
    this.#acting = acting
    this.#timers = new MomentTimers(ports.now, (showId, moment) => this.#fireSoon(showId, moment))
  }

  /** A reaction to the log: every event at least once, in order. */
  readonly react = async (event: ShowEvent): Promise<void> => {
    for (const moment of momentsOf(event)) await this.#fire(event.showId, moment)
  }

  /** Carries out what a relay that died had claimed. */
  async open(showId: string): Promise<void> {
    for (const { key, firing } of await unfinishedFirings(this.#ports.database, showId)) {
      const parsed = firingSchema.safeParse(firing)
      if (!parsed.success) continue
      // Taking twice would put the old picture back on air.
      if (parsed.data.action.type === 'bus.take') {
        await this.#finish(showId, key, parsed.data, 'the relay stopped meanwhile')
      } else await this.#carryOut(showId, key, parsed.data)
    }
  }

  clockChanged(showId: string, clock: ClockState): void {
    this.#timers.set(showId, 'show', clock, timedMoments(clock, this.#ports.now()))
  }

  /** A rehearsal keeps nothing in the log, so its moments come from what the clock was and is. */
  rehearsalChanged(showId: string, rehearsal: RehearsalState): void {
    const before = this.#rehearsals.get(showId)
    this.#rehearsals.set(showId, rehearsal)
    const clock = rehearsal.clock
    this.#timers.set(showId, 'rehearsal', clock, clock && timedMoments(clock, this.#ports.now()))
    for (const moment of rehearsalSteps(before, rehearsal, this.#ports.now())) {
      this.#fireSoon(showId, moment)
    }
  }

  close(): void {
    this.#timers.close()
  }

  #fireSoon(showId: string, moment: CueMoment): void {
    this.#fire(showId, moment).catch((err: unknown) =>
      this.#ports.log.error({ err, showId, on: moment.on }, 'the triggers of a cue were not fired'),
    )
  }

  #fire(showId: string, moment: CueMoment): Promise<void> {
    return this.#serial.run(showId, async () => {
      const triggers = await this.#triggersFor(showId, moment)
      if (triggers.length === 0) return
      if (moment.rehearsal && !(await this.#firesInRehearsal(showId))) return
      const cues = await this.#ports.document.read(showId, readNumberedCues)
      const found = cues.find(({ cue }) => cue.id === moment.cueId)
      for (const trigger of triggers) {
        const key = firingKey(trigger.id, moment.on, moment.occasion)
        const { cueId, on, atMs, rehearsal } = moment
        const { action } = trigger
        const firing: Firing = {
          triggerId: trigger.id,
          cueId,
          on,
          atMs,
          rehearsal,
          action,
          cueTitle: found?.cue.title ?? '',
          cueLabel: found?.label ?? '',
        }
        if (!(await claimFiring(this.#ports.database, showId, { key, firing }))) continue
        if (this.#ports.now() - atMs > latestMs) await this.#finish(showId, key, firing, 'too late')
        else await this.#carryOut(showId, key, firing)
      }
    })
  }

  async #triggersFor(showId: string, moment: CueMoment): Promise<Trigger[]> {
    const triggers = await this.#ports.document.read(showId, readTriggers)
    return triggers
      .filter(({ cueId, on, enabled }) => cueId === moment.cueId && on === moment.on && enabled)
      .filter(({ createdAt }) => createdAt <= moment.atMs)
  }

  async #firesInRehearsal(showId: string): Promise<boolean> {
    return (await readAutomationSettings(this.#ports.database, showId)).fireInRehearsal
  }

  async #carryOut(showId: string, key: string, firing: Firing): Promise<void> {
    try {
      await carryOut({ ports: this.#ports, acting: this.#acting }, showId, key, firing)
    } catch (error) {
      if (!isDomainError(error)) {
        this.#ports.log.error({ err: error, showId, key }, 'a trigger broke')
      }
      return this.#finish(showId, key, firing, isDomainError(error) ? error.message : 'it broke')
    }
    return this.#finish(showId, key, firing, null)
  }

  /** The result and the word that it is done stand together: the log says it once. */
  #finish(showId: string, key: string, firing: Firing, failure: string | null): Promise<void> {
    const { triggerId, cueId, cueTitle, on, action, rehearsal } = firing
    const told = { triggerId, cueId, title: cueTitle, on, action: action.type }
    return this.#ports.database.transaction().execute(async (trx) => {
      if (!(await finishFiring(trx, showId, key)) || rehearsal) return
      await appendEvents(trx, {
        showId,
        domain: 'automation',
        atMs: this.#ports.now(),
        actor: { sessionId: null, role: null, name: triggerMachine(showId).name },
        events: [
          failure === null
            ? { type: 'triggerFired', data: told }
            : { type: 'triggerFailed', data: { ...told, reason: failure } },
        ],
      })
    })
  }
}

function momentsOf({ type, seq, atMs, data }: ShowEvent): CueMoment[] {
  const moment = (on: TriggerMoment, cueId: unknown): CueMoment[] =>
    typeof cueId === 'string' ? [{ on, cueId, occasion: String(seq), atMs, rehearsal: false }] : []
  switch (type) {
    case 'cueLoaded':
      return moment('load', data['cueId'])
    case 'cueTaken':
      return [...moment('end', data['fromCueId']), ...moment('start', data['cueId'])]
    case 'showEnded':
      return moment('end', data['cueId'])
    default:
      return []
  }
}
