import { expect, it } from 'vitest'
import { prometheusText } from './prometheus.ts'

it('writes a metric as Prometheus reads it', () => {
  const text = prometheusText([
    { name: 'a_total', help: 'Line\nbreak', kind: 'counter', value: 3 },
    { name: 'b', help: 'Now', kind: 'gauge', value: 0.5 },
  ])
  expect(text).toBe(
    '# HELP a_total Line\\nbreak\n# TYPE a_total counter\na_total 3\n' +
      '# HELP b Now\n# TYPE b gauge\nb 0.5\n',
  )
})
