import type { Choice, ViewLookups } from '@stallcast/shared/rundown'
import type { CellContext } from '#lib/features/columns/index.ts'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { fileHref, uploadFile } from '#lib/features/teamwork/upload.ts'

/** What ids in cells stand for on this desk. */
export function lookupsOf(desk: Desk): ViewLookups {
  return {
    sources: desk.live.sources.map(({ id, number, label }) => ({
      value: id,
      label: number === null ? label : `${number} ${label}`,
    })),
    products: desk.products.map(({ id, title }) => ({ value: id, label: title })),
    groups: desk.rundown.groups.map(({ id, title }) => ({
      value: id,
      label: title || 'Untitled group',
    })),
  }
}

/** What a cue can play: the looped files of the show, and clips that are ready. */
export function mediaChoices(desk: Desk): Choice[] {
  const loops = desk.live.sources.filter(({ kind }) => kind === 'loop')
  const clips = desk.live.clips.filter(({ status }) => status === 'ready')
  return [
    ...loops.map(({ id, label }) => ({ value: id, label })),
    ...clips.map(({ clipId, label }) => ({ value: clipId, label: `Clip: ${label || 'untitled'}` })),
  ]
}

export function cellContext(desk: Desk): CellContext {
  const place = { showId: desk.showId, role: desk.role }
  return {
    get currency() {
      return desk.currency
    },
    get people() {
      const names = (desk.live.audience?.crew ?? []).map((person) => person.name)
      return [...new Set(names)].toSorted()
    },
    fileUrl: (fileId) => fileHref(place, fileId),
    uploadImage: async (file) => (await uploadFile(place, file, { image: true })).id,
  }
}
