import type { Database } from '@stallcast/store'
import type { Publish } from '../live/index.ts'
import { AcksService } from './acks.service.ts'
import { CommentsService, type CommentsPorts } from './comments.service.ts'
import { PrompterService } from './prompter.service.ts'

export { AcksService, CommentsService, PrompterService }

export type TeamworkPorts = {
  database: Database
  publish: Publish
  hasCue: CommentsPorts['hasCue']
  write: CommentsPorts['write']
  rehearsing: (showId: string) => boolean
  now: () => number
}

/** What the crew says to each other about cues: comments, who stands by, and the prompter that one of them drives. */
export function createTeamwork(ports: TeamworkPorts) {
  return {
    comments: new CommentsService(ports),
    acks: new AcksService(ports),
    prompter: new PrompterService(ports),
  }
}
