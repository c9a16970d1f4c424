import type { Actor, Role, Seat } from '../crew/index.ts'
import { assertNever, DomainError, type EpochMs } from '../kernel/index.ts'
import type {
  StageAddress,
  StageCommand,
  StageEvent,
  StageMessage,
  StageState,
  StageTarget,
} from './stage.schema.ts'

export type StageDecision = { state: StageState; events: StageEvent[] }

/** What the decision needs from outside: who asks, when, a fresh id, and the people who are there by session. */
export type StageContext = {
  actor: Actor
  now: EpochMs
  messageId: string
  personName: (sessionId: string) => string | null
}

const mostKept = 50

/**
 * Decides what a command does to the stage (RD62 to RD65).
 * @throws DomainError `stage.*`
 */
export function decideStage(
  state: StageState,
  command: StageCommand,
  context: StageContext,
): StageDecision {
  switch (command.type) {
    case 'stage.send':
      return send(state, command, context)
    case 'stage.clear':
      return clear(state, command.messageId, context.now)
    case 'stage.acknowledge':
      return acknowledge(state, command.messageId, context)
    case 'stage.blackout': {
      if (!command.on) {
        const events: StageEvent[] = state.blackout ? [{ type: 'blackoutEnded', data: {} }] : []
        return { state: { ...state, blackout: null }, events }
      }
      const to = targetOf(command.to, context)
      const blackout = { to, sinceMs: context.now, by: context.actor }
      return { state: { ...state, blackout }, events: [{ type: 'blackoutStarted', data: { to } }] }
    }
    default:
      return assertNever(command)
  }
}

/** Whether something on the stage is for a seat. */
export function isFor(
  target: StageTarget,
  seat: { sessionId: string | null; role: Role | null },
): boolean {
  switch (target.kind) {
    case 'all':
      return true
    case 'role':
      return target.role === seat.role
    case 'person':
      return target.sessionId === seat.sessionId
    default:
      return assertNever(target)
  }
}

/** What stands on the stage of a seat and it has not acknowledged, the latest last. */
export function openMessages(
  state: StageState,
  seat: Pick<Seat, 'sessionId' | 'role'>,
): StageMessage[] {
  return state.messages.filter(
    (message) =>
      message.clearedAtMs === null &&
      isFor(message.to, seat) &&
      !message.acknowledged.some(({ by }) => by.sessionId === seat.sessionId),
  )
}

/** The stage as somebody sees it who does not write to it: only what is for them (RD65). */
export function stageFor(state: StageState, seat: Pick<Seat, 'sessionId' | 'role'>): StageState {
  return {
    messages: state.messages.filter(
      (message) => message.clearedAtMs === null && isFor(message.to, seat),
    ),
    blackout: state.blackout && isFor(state.blackout.to, seat) ? state.blackout : null,
  }
}

function send(
  state: StageState,
  { text, secondary, blink, to: address }: Extract<StageCommand, { type: 'stage.send' }>,
  context: StageContext,
): StageDecision {
  const { messageId: id, actor: sentBy, now: sentAtMs } = context
  const to = targetOf(address, context)
  const message: StageMessage = {
    id,
    text,
    secondary,
    blink,
    to,
    sentAtMs,
    sentBy,
    acknowledged: [],
    clearedAtMs: null,
  }
  return {
    state: { ...state, messages: [...state.messages, message].slice(-mostKept) },
    events: [{ type: 'messageSent', data: { messageId: id, text, secondary, to } }],
  }
}

function targetOf(address: StageAddress, context: StageContext): StageTarget {
  if (address.kind !== 'person') return address
  const name = context.personName(address.sessionId)
  if (name === null) throw new DomainError('stage.unknown-person')
  return { ...address, name }
}

function clear(state: StageState, messageId: string | null, now: EpochMs): StageDecision {
  const cleared = state.messages.filter(
    (message) => message.clearedAtMs === null && (messageId ?? message.id) === message.id,
  )
  if (messageId !== null && cleared.length === 0) throw new DomainError('stage.unknown')
  const messages = state.messages.map((message) =>
    cleared.includes(message) ? { ...message, clearedAtMs: now } : message,
  )
  const events = cleared.map(({ id }): StageEvent => {
    return { type: 'messageCleared', data: { messageId: id } }
  })
  return { state: { ...state, messages }, events }
}

function acknowledge(
  state: StageState,
  messageId: string,
  { actor: by, now: atMs }: StageContext,
): StageDecision {
  const message = state.messages.find(({ id }) => id === messageId)
  if (!message || message.clearedAtMs !== null) throw new DomainError('stage.unknown')
  if (!isFor(message.to, by)) throw new DomainError('stage.not-yours')
  if (message.acknowledged.some(({ by: { sessionId } }) => sessionId === by.sessionId)) {
    return { state, events: [] }
  }
  const seen = { ...message, acknowledged: [...message.acknowledged, { by, atMs }] }
  const messages = state.messages.map((each) => (each === message ? seen : each))
  return {
    state: { ...state, messages },
    events: [{ type: 'messageAcknowledged', data: { messageId, text: message.text } }],
  }
}
