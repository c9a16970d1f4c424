/** One line of the doctor's table. */
export type Part = {
  name: string
  /** `optional`: absent, and Stallcast runs without it. */
  state: 'ok' | 'missing' | 'optional'
  version: string
  /** Where it came from, or lies. */
  from: string
  /** What to do when it is missing. */
  mend?: string
}

export type Examination = () => Promise<Part> | Part
