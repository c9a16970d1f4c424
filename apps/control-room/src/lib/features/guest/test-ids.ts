/** Where journeys look on the guest's screen. */
export const guestTestIds = {
  screen: 'guest-screen',
  selfView: 'guest-self-view',
  camera: 'guest-camera',
  microphone: 'guest-microphone',
  name: 'guest-name',
  ready: 'guest-ready',
  failure: 'guest-failure',
  retry: 'guest-retry',
  tally: 'guest-tally',
  onAirScreen: 'guest-in-show',
  muteCamera: 'guest-mute-camera',
  muteMicrophone: 'guest-mute-microphone',
  listen: 'guest-listen',
  leave: 'guest-leave',
} as const
