import type { Role } from '@stallcast/shared/crew'
import type { ErrorView } from '@stallcast/shared/kernel'
import type { Server } from 'socket.io'
import { roleRoom, sessionRoom, showRoom } from '../live/index.ts'

/** What is sent to the sockets of this relay, apart from states. */
export function createScreens(io: () => Server) {
  return {
    /** @param roles `null`: whoever is in the show */
    emit(
      showId: string,
      roles: readonly Role[] | null,
      event: string,
      body: unknown,
      options?: { volatile?: boolean },
    ): void {
      const rooms = roles ? roles.map((role) => roleRoom(showId, role)) : showRoom(showId)
      const sockets = options?.volatile ? io().to(rooms).volatile : io().to(rooms)
      sockets.emit(event, body)
    },
    /** Ends what a session has open. @param why told first, where there is something to tell */
    end(sessionId: string, why: ErrorView | null): void {
      const sockets = io().in(sessionRoom(sessionId))
      if (why) sockets.emit('seat:ended', why)
      sockets.disconnectSockets(true)
    },
  }
}
export type Screens = ReturnType<typeof createScreens>
