import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

export type EncoderRun = {
  ffmpegPath: string
  args: readonly string[]
  signal: AbortSignal
  /** Told the encoder's process id, so that it can be ended should this process be killed. */
  onStart?: (pid: number) => void
  /** Pictures written so far, about twice a second. */
  onFrame?: (frame: number) => void
}

export class EncoderError extends Error {
  override readonly name = 'EncoderError'
}

/**
 * Runs ffmpeg below the priority of everything live, and ends it with the signal. An ffmpeg that is told to
 * stop leaves a short file that plays: only a return of this function says that its output is whole.
 * @throws EncoderError with ffmpeg's last words; the signal's reason when it was aborted
 */
export async function runEncoder(run: EncoderRun): Promise<void> {
  run.signal.throwIfAborted()
  const args = ['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1', '-y', ...run.args]
  const child = spawn(run.ffmpegPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => {
    child.kill('SIGTERM')
    // One that does not listen (it waits for a disk) is not waited for.
    setTimeout(() => child.kill('SIGKILL'), 2000).unref()
  }
  run.signal.addEventListener('abort', stop, { once: true })
  if (child.pid !== undefined) {
    yieldToLive(child.pid)
    run.onStart?.(child.pid)
  }
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
  child.stdout.on('data', (chunk: Buffer) => {
    const frame = /frame=(\d+)(?![\s\S]*frame=)/.exec(chunk.toString())?.[1]
    if (frame !== undefined) run.onFrame?.(Number(frame))
  })
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => {
        if (run.signal.aborted) reject(run.signal.reason as Error)
        // ffmpeg 5.1 ends with 0 when the very end of a file did not fit on the disk.
        else if (code === 0 && !diskWasFull(said)) resolve()
        else reject(new EncoderError(reasonOf(said, code, signal)))
      })
    })
  } finally {
    run.signal.removeEventListener('abort', stop)
  }
}

function yieldToLive(pid: number): void {
  try {
    setPriority(pid, 10)
  } catch {
    // It has ended already, or the system does not allow it: it is a courtesy, not a need.
  }
}

function reasonOf(said: string, code: number | null, signal: string | null): string {
  if (diskWasFull(said)) return 'the disk is full'
  const last = said
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '')
  if (last !== undefined) return last.slice(0, 300)
  return signal ? `ffmpeg was ended by ${signal}` : `ffmpeg ended with code ${code}`
}

function diskWasFull(said: string): boolean {
  return /No space left on device/i.test(said)
}
