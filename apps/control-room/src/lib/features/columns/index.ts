export {
  cellText,
  fieldHint,
  fieldText,
  parseField,
  timeOfDayText,
  type CellColumn,
} from './cell-text.ts'
export { default as CellEditor } from './CellEditor.svelte'
export { default as CellView } from './CellView.svelte'
export { colourValue, cueColours } from './colours.ts'
export { default as ColourSwatches } from './ColourSwatches.svelte'
export type { CellContext, EditHost } from './edit-host.ts'
export { fileIdOf } from './file-value.ts'
export { parsePrice, priceFieldText } from './money-text.ts'
export { default as RichText } from './RichText.svelte'
export { default as SharedTextEditor } from './SharedTextEditor.svelte'
