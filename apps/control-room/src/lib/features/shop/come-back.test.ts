import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { comesBack } from './come-back.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function refused(active: boolean) {
  const socket = { active, connect: vi.fn() }
  return { socket, comeBack: comesBack(socket, 1_000) }
}

it('comes back after the server closed the connection, once', () => {
  const { socket, comeBack } = refused(false)
  comeBack.later()
  comeBack.later()
  vi.advanceTimersByTime(999)
  expect(socket.connect).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10_000)
  expect(socket.connect).toHaveBeenCalledTimes(1)
})

it('leaves a lost network to Socket.IO, and a closed page alone', () => {
  const lost = refused(true)
  lost.comeBack.later()
  const gone = refused(false)
  gone.comeBack.later()
  gone.comeBack.never()
  vi.advanceTimersByTime(10_000)
  expect(lost.socket.connect).not.toHaveBeenCalled()
  expect(gone.socket.connect).not.toHaveBeenCalled()
})
