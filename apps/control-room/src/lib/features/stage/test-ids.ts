/** Where journeys look on the stage screen. */
export const stageTestIds = {
  screen: 'stage-screen',
  countdown: 'stage-countdown',
  cue: 'stage-cue',
  next: 'stage-next',
  state: 'stage-state',
  full: 'stage-full',
} as const
