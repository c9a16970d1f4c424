import { settingsSchema } from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import {
  attachmentCache,
  columnCache,
  commentCache,
  cueCache,
  groupCache,
  markCache,
  presetCache,
  standingByAge,
  standingInOrder,
  standingMarks,
  triggerCache,
  type EntryCache,
} from './entries.ts'
import type { EntryRoot, RundownDoc } from './rundown-doc.state.svelte.ts'
import { orderOf, withEdits } from './running-order.ts'

/** One part of the document that is being followed. */
export type FollowedPart = {
  /** Puts what has been read on the screen. */
  show: () => void
  end: () => void
}

type Events = Y.YEvent<Y.AbstractType<unknown>>[]

/** Reads a document once and then what changes in it, into what screens read. */
export function followParts(doc: Y.Doc, rundown: RundownDoc): FollowedPart[] {
  const cues = cueCache()
  const groups = groupCache()
  const showOrder = (): void => {
    rundown.order = orderOf(cues.all, groups.all)
  }
  const showGroups = (): void => {
    rundown.groups = standingInOrder(groups.all)
    showOrder()
  }
  const { cells } = rundown
  return [
    followRoot(doc, 'cues', cues, showOrder, (root, events) => {
      const edited = withEdits(rundown.order, cues.readChanged(root, events))
      if (edited) rundown.order = edited
      else showOrder()
    }),
    followRoot(doc, 'groups', groups, showGroups),
    ...followList(doc, 'columns', columnCache(), (all) => (rundown.columns = standingInOrder(all))),
    ...followList(doc, 'marks', markCache(), (all) => (rundown.marks = standingMarks(all))),
    ...followList(doc, 'triggers', triggerCache(), (all) => {
      rundown.triggers = standingByAge(all)
    }),
    ...followList(doc, 'attachments', attachmentCache(), (all) => {
      rundown.attachments = standingByAge(all)
    }),
    ...followList(doc, 'comments', commentCache(), (all) => {
      rundown.comments = standingByAge(all)
    }),
    ...followList(doc, 'views', presetCache(), (all) => (rundown.presets = standingByAge(all))),
    followSettings(doc, rundown),
    { show: () => cells.forgetOthers(doc), end: cells.follow(doc) },
  ]
}

function followList<Entry>(
  doc: Y.Doc,
  name: EntryRoot,
  cache: EntryCache<Entry>,
  show: (all: Entry[]) => void,
): FollowedPart[] {
  return [followRoot(doc, name, cache, () => show(cache.all))]
}

function followRoot<Entry>(
  doc: Y.Doc,
  name: EntryRoot,
  cache: EntryCache<Entry>,
  show: () => void,
  onChange: (root: Y.Map<unknown>, events: Events) => void = (root, events) => {
    cache.readChanged(root, events)
    show()
  },
): FollowedPart {
  const root = doc.getMap<unknown>(name)
  const listen = (events: Events): void => onChange(root, events)
  cache.readAll(root)
  root.observeDeep(listen)
  return { show, end: () => root.unobserveDeep(listen) }
}

function followSettings(doc: Y.Doc, rundown: RundownDoc): FollowedPart {
  const root = doc.getMap<unknown>('settings')
  const show = (): void => {
    rundown.settings = settingsSchema.safeParse(root.toJSON()).data ?? settingsSchema.parse({})
  }
  root.observe(show)
  return { show, end: () => root.unobserve(show) }
}
