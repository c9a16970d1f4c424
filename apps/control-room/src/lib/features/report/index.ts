export { ReportState } from './report.state.svelte.ts'
export { default as ReportScreen } from './ReportScreen.svelte'
