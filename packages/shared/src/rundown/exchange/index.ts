export { applyEdits } from './apply-edits.ts'
export { writeCalendar } from './calendar.ts'
export type { Calendar, CalendarEvent } from './calendar.ts'
export { columnTypeNames } from './choice-value.ts'
export { contentFromRoots } from './content-from-roots.ts'
export { hasErrors } from './incoming.ts'
export type { Incoming, Problem, Understood } from './incoming.ts'
export { guessMapping, mappingWithHeader, withNewColumns } from './mapping.ts'
export type { ColumnMapping, MappingTarget, TableMapping } from './mapping.ts'
export { isOntimeProject, ontimeRundowns, readOntime } from './ontime.ts'
export { planImport } from './plan.ts'
export type {
  FieldChange,
  ImportEdits,
  ImportPlan,
  MatchBy,
  PlanOptions,
  PlanRow,
} from './plan.types.ts'
export { readTable } from './read-table.ts'
export { rowsOf, standingInOrder } from './rundown-content.ts'
export type { RundownContent } from './rundown-content.ts'
export { contentOf, readRundownFile, rundownFileSchema, writeRundownFile } from './rundown-file.ts'
export type { RundownFile } from './rundown-file.ts'
export type { NamedThing, ReadingChoices, Surroundings } from './surroundings.ts'
export { cellText, isBlank } from './table.ts'
export type { Table, TableCell } from './table.ts'
export { exportColumns, writeTable } from './write-table.ts'
export type { ExportColumn } from './write-table.ts'
