/** What a file `bench/NAME.bench.ts` exports as `bench`. */
export type Bench = {
  name: string
  /** One line for `--list`. */
  summary: string
  /** Each metric with what it says; its unit is the end of its name. */
  metrics: Readonly<Record<string, string>>
  run: () => Promise<Record<string, number>>
}

export type BenchReport = {
  name: string
  machine: { cpu: string; cores: number; memory_mb: number; node: string; os: string }
  results: Record<string, number>
}
