import { EventEmitter } from 'node:events'
import type { ErrorView } from '@stallcast/shared/kernel'
import { viewColumns, noLookups } from '@stallcast/shared/rundown'
import { flushSync } from 'svelte'
import { describe, vi } from 'vitest'
import * as Y from 'yjs'
import { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import type { CollabDoc, LiveShow } from '#lib/live/index.ts'
import { cueMap } from '../../../../../relay/src/collab/index.ts'
import { writeCell } from '../../../../../relay/src/views/cell-writer.ts'
import { DirtyCues } from '../../../../../relay/src/views/dirty-cues.ts'
import { Projection } from '../../../../../relay/src/views/projection.ts'
import { DocumentSource } from './document-source.state.svelte.ts'
import { rowSourceContract, type ContractSource } from './row-source.contract.ts'
import { ViewFeed } from './view-feed.state.svelte.ts'

const camera = { id: 'cam', number: 1, label: 'Wide' }

function seedContract(): Y.Doc {
  const doc = new Y.Doc()
  const entry = (fields: object) => new Y.Map<unknown>(Object.entries({ ...fields, createdAt: 1 }))
  const cue = (order: string, title: string, fields = {}) =>
    cueMap({
      order,
      type: 'segment',
      durationMs: 60_000,
      createdAt: 1,
      title,
      notes: '',
      script: '',
      ...fields,
    } as never)
  const cues = doc.getMap('cues')
  cues.set('a', cue('a0', 'Cue a', { flag: true }))
  cues.set('b', cue('a0', 'Cue b', { groupId: 'g' }))
  cues.set('c', cue('a1', 'Cue c', { groupId: 'g' }))
  const group = { order: 'a1', title: 'Block', colour: null, targetMs: null, deletedAt: null }
  doc.getMap('groups').set('g', entry(group))
  for (const [id, type] of Object.entries({ lights: 'text', takes: 'number', ready: 'checkbox' })) {
    const column = { order: `a${id.length}`, name: id, type, options: [], writers: [] }
    doc.getMap('columns').set(id, entry({ ...column, department: null, deletedAt: null }))
  }
  doc.getText('cell:a:lights').insert(0, 'warm')
  doc.getMap('cells').set('a:takes', 3)
  return doc
}

describe('the document as a source of rows', () => {
  rowSourceContract(async (): Promise<ContractSource> => {
    const doc = seedContract()
    const collab = {
      doc,
      loaded: true,
      phase: 'live',
      people: [],
      edit: (change: () => void) => doc.transact(change),
      editForGood: (change: () => void) => doc.transact(change),
      newStep: () => undefined,
      present: () => undefined,
      text: (name: string) => doc.getText(name),
    } as unknown as CollabDoc
    const rundown = new RundownDoc(collab, 'producer')
    const source = new DocumentSource(rundown, { sources: [camera] } as never)
    const end = $effect.root(() => {
      $effect(() => rundown.follow())
    })
    flushSync()
    return {
      source,
      doc,
      elsewhere: async (edit) => doc.transact(() => edit(doc)),
      settled: async () => undefined,
      end,
    }
  })
})

describe('the projection of a link as a source of rows', () => {
  rowSourceContract(async (): Promise<ContractSource> => {
    const doc = seedContract()
    const columns = viewColumns([], noLookups).map(({ key }) => key)
    const keys = [...columns, 'lights', 'takes', 'ready']
    const grant = {
      view: 'cuesheet' as const,
      columns: keys,
      writable: keys.filter((key) => key !== 'plan'),
    }
    const lookups = { sources: [{ value: 'cam', label: '1 Wide' }], products: [] }
    const projection = new Projection(doc, grant, lookups)
    const socket = new EventEmitter()
    // Everything goes over the wire as text, as it does in earnest.
    const send = (name: string, payload: unknown) =>
      socket.emit(name, JSON.parse(JSON.stringify(payload)))
    const tell = (): void => {
      const dirty = new DirtyCues()
      dirty.all = true
      const patch = projection.refresh(doc, dirty, null)
      if (patch) send('rundown:view:patch', patch)
    }
    const live = {
      socket,
      connection: 'live',
      seat: null,
      command: vi.fn(async (command): Promise<ErrorView | null> => {
        try {
          if (!grant.writable.includes(command.column)) throw new Error('not writable')
          writeCell(doc, command)
          return null
        } catch (error) {
          return { code: 'internal', params: {}, message: String(error) }
        }
      }),
    } as unknown as LiveShow
    const feed = new ViewFeed(live)
    const end = feed.start()
    send('rundown:view', projection.view())
    return {
      source: feed,
      doc,
      async elsewhere(edit) {
        doc.transact(() => edit(doc))
        tell()
      },
      settled: async () => tell(),
      end,
    }
  })
})
