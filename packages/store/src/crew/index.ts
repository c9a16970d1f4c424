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
export { createShow, listShows, readShow, readShowBySlug } from './shows.repo.ts'
