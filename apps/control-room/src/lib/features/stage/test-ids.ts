/** Where journeys look on the stage screen. */
export const stageTestIds = {
  screen: 'stage-screen',
  countdown: 'stage-countdown',
  cue: 'stage-cue',
  next: 'stage-next',
  state: 'stage-state',
  full: 'stage-full',
  /** With `data-message-id`. */
  message: 'stage-inbox-message',
  acknowledge: 'stage-acknowledge',
  blackout: 'stage-blackout',
  rehearsal: 'stage-rehearsal',
  /** With `data-timer`. */
  timer: 'stage-timer',
} as const
