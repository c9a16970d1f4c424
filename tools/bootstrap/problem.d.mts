export declare class SetupProblem extends Error {
  readonly mend: string | undefined
  constructor(what: string, mend?: string, options?: ErrorOptions)
}
export declare function describeProblem(error: unknown): string
export declare function runCommand(body: () => Promise<number | void>): Promise<void>
