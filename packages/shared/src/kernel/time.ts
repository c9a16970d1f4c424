/** Milliseconds since the Unix epoch, server time. */
export type EpochMs = number

/** The clock is always handed in: nothing in this package reads the time. */
export type Clock = () => EpochMs
