import { seatClaim, type Seat, type ViewName } from '@stallcast/shared/crew'

/** What each view is called on screens. */
export const viewTitles: Readonly<Record<ViewName, string>> = {
  cuesheet: 'Cuesheet',
  operator: 'Operator',
  stage: 'Stage',
  prompter: 'Prompter',
  backstage: 'Backstage',
  timeline: 'Timeline',
  print: 'Print',
}

/** The views that a link can be made to. */
export const linkableViews = [
  'cuesheet',
  'operator',
  'stage',
  'prompter',
  'backstage',
  'timeline',
  'print',
] as const satisfies readonly ViewName[]

/** The views that the crew opens beside the desk. */
export const crewViews = linkableViews

/** Where the screen of a seat stands: the view of an observer's link, the role's own screen of anybody else. */
export function seatHref(seat: Pick<Seat, 'showId' | 'role' | 'inviteId' | 'view'>): string {
  if (!seat.view) return `/shows/${seat.showId}/${seat.role}`
  return `/shows/${seat.showId}/${seat.view.view}?as=${seatClaim(seat)}`
}
