export {
  changeGrant,
  createInvite,
  listInvites,
  readGrant,
  revokeInvite,
  seatsChannel,
} from './invites.repo.ts'
export type { Invite } from './invites.repo.ts'
export { changeSeatRole, readSeatRole } from './seat-role.repo.ts'
export { inviteToken, openInvite, readSeat, renameSeat } from './seats.repo.ts'
export type { OpenedSeat } from './seats.repo.ts'
export {
  changeShow,
  createShow,
  freeSlug,
  listShowStandings,
  listShows,
  readShow,
  readShowBySlug,
} from './shows.repo.ts'
export type { ShowStanding } from './shows.repo.ts'
export { deleteTemplate, listTemplates, readTemplate, saveTemplate } from './templates.repo.ts'
export type { ShowTemplate, TemplateCard } from './templates.repo.ts'
