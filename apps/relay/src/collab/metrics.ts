import type { Logger } from 'pino'

export type CollabLogger = Pick<Logger, 'info' | 'warn' | 'error'>

/** Counters since the start; `documents` and `peers` are the present numbers. */
export type CollabMetrics = {
  documents: number
  peers: number
  framesIn: number
  bytesIn: number
  updatesAccepted: number
  updatesRefused: number
  /** Updates that built on what was not there. */
  updatesIncomplete: number
  /** Updates that came in by another relay. */
  updatesFromRelays: number
  appends: number
  appendFailures: number
  /** Milliseconds that appends took, all together. */
  appendMs: number
  broadcasts: number
  messagesOut: number
  bytesOut: number
  closedSlow: number
  closedFast: number
}

export function newMetrics(): CollabMetrics {
  return {
    documents: 0,
    peers: 0,
    framesIn: 0,
    bytesIn: 0,
    updatesAccepted: 0,
    updatesRefused: 0,
    updatesIncomplete: 0,
    updatesFromRelays: 0,
    appends: 0,
    appendFailures: 0,
    appendMs: 0,
    broadcasts: 0,
    messagesOut: 0,
    bytesOut: 0,
    closedSlow: 0,
    closedFast: 0,
  }
}
