/** Throws when the code is wrong (never for bad input: that is a DomainError). */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant: ${message}`)
}

/** Ends a switch over a union: adding a member makes every such switch a type error. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
