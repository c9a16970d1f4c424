import type { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { UploadedFile } from './upload.ts'

/** Lays a file that the show keeps with a cue; one step of undo. */
export function attach(
  rundown: RundownDoc,
  cueId: string,
  file: UploadedFile,
  by: { name: string; now: number },
): void {
  const id = nanoid(12)
  const fields = {
    cueId,
    fileId: file.id,
    name: file.name,
    mime: file.mime,
    sizeBytes: file.sizeBytes,
    createdBy: by.name,
    createdAt: by.now,
    deletedAt: by.now,
  }
  const root = rundown.root('attachments')
  rundown.collab.newStep()
  // Put in hidden for good: what undo takes back is only that it shows (no client removes an entry).
  rundown.collab.editForGood(() => root.set(id, new Y.Map<unknown>(Object.entries(fields))))
  rundown.collab.edit(() => rundown.entryMap('attachments', id)?.set('deletedAt', null))
  rundown.collab.newStep()
}

export function detach(rundown: RundownDoc, attachmentId: string, now: number): void {
  rundown.collab.newStep()
  rundown.collab.edit(() => rundown.entryMap('attachments', attachmentId)?.set('deletedAt', now))
}
