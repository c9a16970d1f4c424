import { DomainError } from '../kernel/index.ts'
import type { Role } from './role.schema.ts'

/** Which roles may do what. What is not listed nobody may. Document fields have their own policy. */
const grants = {
  'clock.run': ['host', 'producer'],
  'bus.switch': ['producer', 'host'],
  'offer.run': ['producer', 'host'],
  'media.produce': ['host', 'producer', 'guest'],
  'media.watch-sources': ['host', 'producer', 'editor', 'finance'],
  'media.watch-program': ['host', 'producer', 'editor', 'finance', 'guest', 'observer', 'viewer'],
  'clip.render': ['editor', 'producer', 'host'],
  'clip.watch': ['host', 'producer', 'editor', 'finance'],
  'sales.watch': ['host', 'producer', 'editor', 'finance'],
  'settlement.watch': ['host', 'producer', 'editor', 'finance'],
  'settlement.propose': ['finance', 'producer'],
  'settlement.approve': ['finance'],
  'crew.invite': ['producer'],
  'stage.message': ['host', 'producer'],
  'stage.acknowledge': ['host', 'producer', 'editor', 'finance', 'guest', 'observer'],
  'timer.run': ['host', 'producer'],
  'prompter.run': ['host', 'producer', 'editor', 'observer'],
  'rundown.comment': ['host', 'producer', 'editor', 'finance'],
  'rundown.acknowledge': ['host', 'producer', 'editor', 'finance', 'observer'],
  'rundown.history': ['host', 'producer', 'editor', 'finance'],
  'rundown.restore': ['host', 'producer'],
  'rundown.exchange': ['host', 'producer'],
  'view.write': ['observer'],
  'report.read': ['host', 'producer', 'editor', 'finance'],
  'file.upload': ['host', 'producer', 'editor'],
  'show.manage': ['producer'],
  'automation.manage': ['producer'],
  'show.watch': ['host', 'producer', 'editor', 'finance', 'guest', 'observer', 'viewer'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof grants

const verbs: Record<Permission, string> = {
  'clock.run': 'run the show clock',
  'bus.switch': 'switch the program',
  'offer.run': 'open or close offers',
  'media.produce': 'send camera or sound',
  'media.watch-sources': 'watch the sources',
  'media.watch-program': 'watch the program',
  'clip.render': 'make clips',
  'clip.watch': 'see the clips',
  'sales.watch': 'see the sales',
  'settlement.watch': 'see the statement',
  'settlement.propose': 'propose a settlement',
  'settlement.approve': 'approve a settlement',
  'crew.invite': 'manage links',
  'stage.message': 'write to the stage',
  'stage.acknowledge': 'acknowledge messages',
  'timer.run': 'run the extra timers',
  'prompter.run': 'drive the prompter',
  'rundown.comment': 'comment on cues',
  'rundown.acknowledge': 'stand by for cues',
  'rundown.history': 'see who changed what',
  'rundown.restore': 'restore a version',
  'rundown.exchange': 'import a run of show',
  'view.write': 'write through a link',
  'report.read': 'see the report',
  'file.upload': 'upload files',
  'show.manage': 'make, copy and change shows',
  'automation.manage': 'manage automation',
  'show.watch': 'watch the show',
}

export function may(role: Role, permission: Permission): boolean {
  return (grants[permission] as readonly Role[]).includes(role)
}

/** @throws DomainError `auth.forbidden` */
export function demand(role: Role, permission: Permission): void {
  if (!may(role, permission)) {
    throw new DomainError('auth.forbidden', { role, action: verbs[permission] })
  }
}
