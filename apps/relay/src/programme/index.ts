export { ProgrammeService } from './programme.service.ts'
