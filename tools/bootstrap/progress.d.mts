export declare function step<T>(
  title: string,
  work: (report: (detail: string) => void) => Promise<T>,
): Promise<T>
export declare function formatElapsed(ms: number): string
