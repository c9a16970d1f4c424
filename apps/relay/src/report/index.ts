export { reportRouter } from './report.router.ts'
export { ReportService } from './report.service.ts'
