import { slateSourceId } from '@stallcast/shared/media'
import type { Command } from '@stallcast/shared/protocol'
import type { StageAddress, TimerCommand } from '@stallcast/shared/rundown'
import { removalReason } from '#lib/features/rundown/cue-removal.ts'
import { deleteCue, markIn, markOut } from '#lib/features/rundown/rundown.commands.ts'
import { tellDone, tellRefusal } from '#lib/ui/index.ts'
import type { Desk } from './desk.state.svelte.ts'

/** What the crew asks of the show. The server answers; a refusal is told in its own words. */

async function ask(desk: Desk, command: Command): Promise<boolean> {
  const refusal = await desk.live.command(command)
  if (refusal) tellRefusal(refusal.message)
  return refusal === null
}

/** What this screen sees on air: a press on an old picture is refused (RD2). */
const seen = (desk: Desk): string | null => desk.live.clock.cue?.id ?? null

export function goNext(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'clock.go', expectedCueId: seen(desk) })
}

export function goTo(desk: Desk, cueId: string): Promise<boolean> {
  return ask(desk, { type: 'clock.jump', expectedCueId: seen(desk), cueId })
}

export function goBack(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'clock.back', expectedCueId: seen(desk) })
}

export function toggleHold(desk: Desk): Promise<boolean> {
  const type = desk.live.clock.phase === 'held' ? 'clock.resume' : 'clock.hold'
  return ask(desk, { type })
}

export function addTime(desk: Desk, deltaMs: number): Promise<boolean> {
  return ask(desk, { type: 'clock.addTime', deltaMs })
}

export function setTimeLeft(desk: Desk, remainingMs: number): Promise<boolean> {
  return ask(desk, { type: 'clock.setTime', remainingMs })
}

/** Lets a cue stand by as the next one; null: back to the running order. */
export function loadCue(desk: Desk, cueId: string | null): Promise<boolean> {
  return ask(desk, { type: 'clock.load', expectedCueId: seen(desk), cueId })
}

export async function loadChosen(desk: Desk): Promise<void> {
  const cueId = desk.chosenCueId
  if (cueId) await loadCue(desk, cueId)
  else tellRefusal('Choose the cue that is to come next first.')
}

/** Passes over what this screen sees as next. */
export async function skipNext(desk: Desk): Promise<boolean> {
  const expectedNextId = desk.live.clock.next?.id
  if (expectedNextId === undefined) return false
  return ask(desk, { type: 'clock.skip', expectedCueId: seen(desk), expectedNextId })
}

export function toggleRoll(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'clock.roll', on: !desk.live.clock.roll })
}

export function toggleRehearsal(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'clock.rehearse', on: !desk.live.rehearsing })
}

export function runTimer(desk: Desk, command: TimerCommand): Promise<boolean> {
  return ask(desk, command)
}

export function toggleTimer(desk: Desk, timer: number): Promise<boolean> {
  const running = desk.live.timers.timers.some((each) => {
    return each.id === timer && each.startedAtMs !== null
  })
  return ask(desk, { type: running ? 'timer.pause' : 'timer.start', timer })
}

/** What is said to the stage; what is left out is as the server takes it. */
export type StageWords = {
  text: string
  secondary: string | null
  blink: boolean
  to: StageAddress
}

export function sendToStage(desk: Desk, words: StageWords): Promise<boolean> {
  return ask(desk, { type: 'stage.send', ...words })
}

export function clearStage(desk: Desk, messageId: string | null): Promise<boolean> {
  return ask(desk, { type: 'stage.clear', messageId })
}

export function setBlackout(desk: Desk, on: boolean, to: StageAddress): Promise<boolean> {
  return ask(desk, { type: 'stage.blackout', on, to })
}

export function endShow(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'clock.end' })
}

export async function preview(desk: Desk, sourceId: string): Promise<boolean> {
  desk.askedPreviewId = sourceId
  const done = await ask(desk, { type: 'bus.preview', sourceId })
  if (desk.askedPreviewId === sourceId) desk.askedPreviewId = null
  return done
}

export function previewNumber(desk: Desk, number: number): void {
  const source = desk.live.sources.find((each) => each.number === number)
  if (source) void preview(desk, source.id)
  else tellRefusal(`No source has the number ${number}.`)
}

export function take(desk: Desk): Promise<boolean> {
  // Quick hands: a preview that was asked for and not yet told counts as seen.
  const expectedPreviewId = desk.askedPreviewId ?? desk.live.bus?.previewSourceId ?? undefined
  return ask(desk, { type: 'bus.take', ...(expectedPreviewId && { expectedPreviewId }) })
}

export function cutToSlate(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'bus.cut', sourceId: slateSourceId })
}

export function closeOffer(desk: Desk): Promise<boolean> {
  return ask(desk, { type: 'offer.close' })
}

export function retryClip(desk: Desk, clipId: string): Promise<boolean> {
  return ask(desk, { type: 'clip.retry', clipId })
}

/** @returns whether the cue has gone; if not, the person has been told why */
export function removeCue(desk: Desk, cueId: string): boolean {
  const reason = removalReason(desk, cueId)
  if (reason) tellRefusal(reason)
  else deleteCue(desk.rundown, cueId, desk.live.time.read())
  return reason === null
}

/** This person's mark that is still open, the latest first. */
export function openMark(desk: Desk) {
  const name = desk.live.seat?.personName
  return desk.rundown.marks.findLast((mark) => mark.outAtMs === null && mark.createdBy === name)
}

/** Opens a clip window here and now, named after the cue on air. */
export function startMark(desk: Desk, track: string): void {
  const inAtMs = desk.live.time.read()
  const label = desk.live.clock.cue?.title ?? ''
  markIn(desk.rundown, { track, inAtMs, label, createdBy: desk.live.seat?.personName ?? '' })
  tellDone('Marked in. Press O where the clip ends.')
}

/** Shortest clip worth rendering; also swallows a double press. */
const shortestMs = 500

export function endMark(desk: Desk): void {
  const mark = openMark(desk)
  if (!mark) {
    tellRefusal('No mark is open. Press I where the clip begins.')
    return
  }
  const outAtMs = desk.live.time.read()
  if (outAtMs - mark.inAtMs < shortestMs) return
  markOut(desk.rundown, mark.id, outAtMs)
}
