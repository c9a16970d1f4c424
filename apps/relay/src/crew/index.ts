export { crewRouter } from './crew.router.ts'
export { seatRoleRouter } from './seat-role.router.ts'
export { createSeatGate } from './seat.gateway.ts'
export type { SeatGate } from './seat.gateway.ts'
