export { AcksService } from './acks.service.ts'
export { CommentsService } from './comments.service.ts'
export { PrompterService } from './prompter.service.ts'
