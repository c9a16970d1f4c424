export declare function execute(
  command: string,
  args: readonly string[],
  options?: { cwd?: string; env?: NodeJS.ProcessEnv; onLine?: (line: string) => void },
): Promise<{ code: number; output: string }>
export declare function lastLines(output: string, count?: number): string
export declare function endRunningCommands(): void
