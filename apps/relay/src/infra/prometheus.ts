export type Metric = { name: string; help: string; kind: 'counter' | 'gauge'; value: number }

/** Prometheus' text format, version 0.0.4. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, help, kind, value }) => {
      const line = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
      return `# HELP ${name} ${line}\n# TYPE ${name} ${kind}\n${name} ${value}\n`
    })
    .join('')
}
