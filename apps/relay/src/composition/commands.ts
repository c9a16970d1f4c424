import type { Seat } from '@stallcast/shared/crew'
import { assertNever } from '@stallcast/shared/kernel'
import { commandSchema, type Command } from '@stallcast/shared/protocol'

/** Parses what came from outside and hands it to its domain. @throws ZodError, DomainError */
export function createCommandRouter(handlers: {
  clock: (seat: Seat, command: Extract<Command, { type: `clock.${string}` }>) => Promise<unknown>
  timer: (seat: Seat, command: Extract<Command, { type: `timer.${string}` }>) => Promise<unknown>
  stage: (seat: Seat, command: Extract<Command, { type: `stage.${string}` }>) => Promise<unknown>
  bus: (seat: Seat, command: Extract<Command, { type: `bus.${string}` }>) => Promise<unknown>
  closeOffer: (seat: Seat) => Promise<unknown>
  retryClip: (seat: Seat, clipId: string) => Promise<unknown>
  propose: (seat: Seat) => Promise<unknown>
  approve: (seat: Seat, statement: { statementId: string; revision: number }) => Promise<unknown>
  reject: (seat: Seat, statement: { statementId: string; reason: string }) => Promise<unknown>
  setCell: (seat: Seat, command: Extract<Command, { type: 'view.setCell' }>) => Promise<unknown>
  rename: (seat: Seat, personName: string) => Promise<unknown>
  comment: (
    seat: Seat,
    command: Extract<Command, { type: `comment.${string}` }>,
  ) => Promise<unknown>
  prompter: (
    seat: Seat,
    command: Extract<Command, { type: `prompter.${string}` }>,
  ) => Promise<unknown>
  acknowledge: (seat: Seat, command: Extract<Command, { type: 'ack.set' }>) => Promise<unknown>
}): (seat: Seat, input: unknown) => Promise<unknown> {
  return async (seat, input) => {
    const command = commandSchema.parse(input)
    switch (command.type) {
      case 'clock.go':
      case 'clock.jump':
      case 'clock.back':
      case 'clock.hold':
      case 'clock.resume':
      case 'clock.addTime':
      case 'clock.setTime':
      case 'clock.load':
      case 'clock.skip':
      case 'clock.roll':
      case 'clock.rehearse':
      case 'clock.end':
        return handlers.clock(seat, command)
      case 'timer.set':
      case 'timer.start':
      case 'timer.pause':
      case 'timer.reset':
      case 'timer.add':
        return handlers.timer(seat, command)
      case 'stage.send':
      case 'stage.clear':
      case 'stage.acknowledge':
      case 'stage.blackout':
        return handlers.stage(seat, command)
      case 'bus.preview':
      case 'bus.take':
      case 'bus.cut':
        return handlers.bus(seat, command)
      case 'offer.close':
        return handlers.closeOffer(seat)
      case 'clip.retry':
        return handlers.retryClip(seat, command.clipId)
      case 'settlement.propose':
        return handlers.propose(seat)
      case 'settlement.approve':
        return handlers.approve(seat, command)
      case 'settlement.reject':
        return handlers.reject(seat, command)
      case 'view.setCell':
        return handlers.setCell(seat, command)
      case 'comment.add':
      case 'comment.resolve':
      case 'comment.remove':
        return handlers.comment(seat, command)
      case 'prompter.take':
      case 'prompter.release':
      case 'prompter.move':
        return handlers.prompter(seat, command)
      case 'ack.set':
        return handlers.acknowledge(seat, command)
      case 'seat.rename':
        return handlers.rename(seat, command.personName)
      default:
        return assertNever(command)
    }
  }
}
