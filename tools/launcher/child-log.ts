import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

const WARN_LEVEL = 40
const KEEP_LAST_LINES = 30

export type ChildLog = {
  file: string
  /** Writes a process's output to the file and shows its warnings on the screen. */
  follow(stream: Readable): void
  lastLines(): readonly string[]
}

/** Starts a fresh log for one process; the one before it stays as `<name>.log.1`. */
export async function openChildLog(dataDir: string, name: string): Promise<ChildLog> {
  const folder = join(dataDir, 'logs')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${name}.log`)
  await rename(file, `${file}.1`).catch(() => undefined)
  const out = createWriteStream(file, { flags: 'a' })
  // A full disk must not end the show; what the log loses is lost.
  out.on('error', () => undefined)
  const last: string[] = []
  return {
    file,
    lastLines: () => last,
    follow(stream) {
      let rest = ''
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => {
        out.write(chunk)
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          last.push(line)
          if (last.length > KEEP_LAST_LINES) last.shift()
          const warning = warningIn(line)
          if (warning) process.stderr.write(`[${name}] ${warning}\n`)
        }
      })
    },
  }
}

/** The message of a pino line at warning level or above; other lines are for the file only. */
export function warningIn(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry: unknown = JSON.parse(line)
    if (!isLogEntry(entry) || entry.level < WARN_LEVEL) return undefined
    const detail = entry.err?.message
    return detail && detail !== entry.msg ? `${entry.msg}: ${detail}` : entry.msg
  } catch {
    return undefined
  }
}

type LogEntry = { level: number; msg: string; err?: { message?: string } }

function isLogEntry(value: unknown): value is LogEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'level' in value &&
    typeof value.level === 'number' &&
    'msg' in value &&
    typeof value.msg === 'string'
  )
}
