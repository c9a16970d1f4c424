import { pino, type Logger } from 'pino'

export type { Logger }

/** Structured lines to stderr; stdout stays free. */
export function createLogger(name: string, level: string): Logger {
  return pino({ name, level }, pino.destination({ dest: 2, sync: false }))
}
