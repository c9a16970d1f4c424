/** The part of a Socket.IO socket that is used here. */
type Reconnecting = { readonly active: boolean; connect(): unknown }

/**
 * Socket.IO comes back by itself when the network failed, but never after the server closed or refused the
 * connection (`active` is false then): a relay that stops in order, or has no database for a moment, does so.
 * @returns `later`: to be called at each such end; `never`: when the page goes
 */
export function comesBack(
  socket: Reconnecting,
  waitMs: number,
): { later: () => void; never: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    later: () => {
      if (socket.active) return
      clearTimeout(timer)
      // A crowd must not return in step.
      timer = setTimeout(() => socket.connect(), waitMs * (1 + Math.random()))
    },
    never: () => clearTimeout(timer),
  }
}
