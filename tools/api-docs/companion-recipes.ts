import type { ApiScope } from '@stallcast/shared/automation'

/**
 * What a Bitfocus Companion is to be told, field by field. `docs/companion.md` is written from this, and
 * `apps/relay/src/automation/companion.integration.test.ts` presses every button.
 *
 * `$(custom:stallcast_key)` is the custom variable that holds the API key; `{token}` is the show's OSC token.
 */
export type HttpRecipe = {
  title: string
  method: 'POST' | 'PATCH' | 'GET'
  uri: string
  /** As it stands in the field "Body"; null for GET. */
  body: string | null
  scope: ApiScope
  /** What then stands last in the as-run log, or a value in the answer. */
  proof: { logged: string } | { answers: string; with: unknown }
  note?: string
}

export const keyHeader = '{"Authorization":"Bearer $(custom:stallcast_key)"}'

/** A button that is pressed twice by mistake moves one cue: the second press comes on an old picture. */
const carefulHeader =
  '{"Authorization":"Bearer $(custom:stallcast_key)","Idempotency-Key":"go-$(internal:time_unix)"}'

export const httpRecipes: readonly (HttpRecipe & { header: string })[] = [
  {
    title: 'GO: take the next cue',
    method: 'POST',
    uri: '/clock/go',
    body: '{}',
    header: carefulHeader,
    scope: 'clock',
    proof: { logged: 'cueTaken' },
    note: 'The Idempotency-Key changes with every second, so that two presses within the same second take one cue.',
  },
  {
    title: 'Take cue 3',
    method: 'POST',
    uri: '/clock/jump',
    body: '{"number":"3"}',
    header: keyHeader,
    scope: 'clock',
    proof: { logged: 'cueTaken' },
  },
  {
    title: 'Let cue 2 stand by',
    method: 'POST',
    uri: '/clock/load',
    body: '{"number":"2"}',
    header: keyHeader,
    scope: 'clock',
    proof: { logged: 'cueLoaded' },
  },
  {
    title: 'Hold',
    method: 'POST',
    uri: '/clock/hold',
    body: '{}',
    header: keyHeader,
    scope: 'clock',
    proof: { logged: 'showHeld' },
  },
  {
    title: 'Go on',
    method: 'POST',
    uri: '/clock/resume',
    body: '{}',
    header: keyHeader,
    scope: 'clock',
    proof: { logged: 'showResumed' },
  },
  {
    title: 'Add 30 seconds',
    method: 'POST',
    uri: '/clock/add-time',
    body: '{"seconds":30}',
    header: keyHeader,
    scope: 'clock',
    proof: { logged: 'timeAdded' },
  },
  {
    title: 'Camera 2 to preview',
    method: 'POST',
    uri: '/bus/preview',
    body: '{"number":2}',
    header: keyHeader,
    scope: 'bus',
    proof: { logged: 'sourcePreviewed' },
  },
  {
    title: 'Take',
    method: 'POST',
    uri: '/bus/take',
    body: '{}',
    header: keyHeader,
    scope: 'bus',
    proof: { logged: 'sourceTaken' },
  },
  {
    title: 'Cut to the slate',
    method: 'POST',
    uri: '/bus/cut',
    body: '{"sourceId":"slate"}',
    header: keyHeader,
    scope: 'bus',
    proof: { logged: 'slateShown' },
  },
  {
    title: 'Mark in',
    method: 'POST',
    uri: '/marks/in',
    body: '{"label":"From the deck"}',
    header: keyHeader,
    scope: 'marks',
    proof: { answers: 'mark/label', with: 'From the deck' },
  },
  {
    title: 'Mark out',
    method: 'POST',
    uri: '/marks/out',
    body: '{}',
    header: keyHeader,
    scope: 'marks',
    proof: { answers: 'mark/label', with: 'From the deck' },
  },
  {
    title: 'Say “Wrap up” on the stage',
    method: 'POST',
    uri: '/stage/message',
    body: '{"text":"Wrap up","blink":true}',
    header: keyHeader,
    scope: 'stage',
    proof: { logged: 'messageSent' },
  },
  {
    title: 'Start timer 1',
    method: 'POST',
    uri: '/timers/start',
    body: '{"timer":1}',
    header: keyHeader,
    scope: 'timers',
    proof: { answers: 'result/timers/0/id', with: 1 },
  },
  {
    title: 'Flag cue 3',
    method: 'PATCH',
    uri: '/cues/number:3',
    body: '{"flag":true}',
    header: keyHeader,
    scope: 'rundown.write',
    proof: { answers: 'cue/flag', with: true },
  },
  {
    title: 'What is on air, into a variable',
    method: 'GET',
    uri: '/state',
    body: null,
    header: keyHeader,
    scope: 'read',
    proof: { answers: 'phase', with: 'running' },
    note: 'Better than asking again and again is the feed below.',
  },
]

export type OscRecipe = {
  title: string
  address: string
  /** The action of the module, and its value. */
  action: 'Send message without arguments' | 'Send integer' | 'Send string'
  value: number | string | null
  logged: string
}

export const oscRecipes: readonly OscRecipe[] = [
  {
    title: 'GO: take the next cue',
    address: '/go',
    action: 'Send message without arguments',
    value: null,
    logged: 'cueTaken',
  },
  { title: 'Take cue 2', address: '/jump', action: 'Send integer', value: 2, logged: 'cueTaken' },
  {
    title: 'Hold',
    address: '/hold',
    action: 'Send message without arguments',
    value: null,
    logged: 'showHeld',
  },
  {
    title: 'Go on',
    address: '/resume',
    action: 'Send message without arguments',
    value: null,
    logged: 'showResumed',
  },
  {
    title: 'Take 15 seconds away',
    address: '/add',
    action: 'Send integer',
    value: -15,
    logged: 'timeAdded',
  },
  {
    title: 'Camera 1 to preview',
    address: '/preview',
    action: 'Send integer',
    value: 1,
    logged: 'sourcePreviewed',
  },
  {
    title: 'Take',
    address: '/take',
    action: 'Send message without arguments',
    value: null,
    logged: 'sourceTaken',
  },
  {
    title: 'Say “Look at camera 2” on the stage',
    address: '/stage/message',
    action: 'Send string',
    value: 'Look at camera 2',
    logged: 'messageSent',
  },
]

/** JSON paths for the feedback "Update variable with value from WebSocket message". */
export const feedRecipes: readonly { variable: string; path: string; shows: string }[] = [
  { variable: 'remaining', path: 'state/remaining', shows: 'time left of the cue on air, as text' },
  { variable: 'on_air', path: 'state/onAir/title', shows: 'title of the cue on air' },
  { variable: 'on_air_number', path: 'state/onAir/label', shows: 'its number' },
  { variable: 'next', path: 'state/next/title', shows: 'title of the next cue' },
  { variable: 'phase', path: 'state/phase', shows: 'idle, running, held or ended' },
  { variable: 'over_under', path: 'state/overUnderMs', shows: 'over (positive) or under, in ms' },
  { variable: 'program', path: 'state/bus/programSourceId', shows: 'source on air' },
]
