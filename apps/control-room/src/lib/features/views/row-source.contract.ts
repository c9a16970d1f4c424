import type { CellValue } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import type { RowSource } from './row-source.ts'

/** A row source on a document that holds `seedContract`, with the means to change that document behind its back. */
export type ContractSource = {
  source: RowSource
  doc: Y.Doc
  /** An edit by somebody else; resolves when the source has heard of it. */
  elsewhere(edit: (doc: Y.Doc) => void): Promise<void>
  /** What was written through the source has come to the document. */
  settled(): Promise<void>
  end(): void
}

/** What every source of rows keeps to, whatever is behind it (VW16). */
export function rowSourceContract(open: () => Promise<ContractSource>): void {
  const on = async (run: (given: ContractSource) => Promise<void>): Promise<void> => {
    const given = await open()
    try {
      await run(given)
    } finally {
      given.end()
    }
  }
  const shape = (source: RowSource) =>
    source.rows.map((row) => (row.kind === 'group' ? `[${row.group.title}]` : row.cue.id))
  const cue = (doc: Y.Doc, id: string) => doc.getMap('cues').get(id) as Y.Map<unknown>
  const write = (source: RowSource, cueId: string, key: string, value: CellValue) =>
    source.write({ cueId, key, value, expected: source.value(cueId, key) })

  it('VW16 has the rows in running order, groups among them', () =>
    on(async ({ source }) => {
      expect(source.ready).toBe(true)
      expect(shape(source)).toEqual(['a', '[Block]', 'b', 'c'])
    }))

  it('VW16 reads every kind of cell, empty ones too', () =>
    on(async ({ source }) => {
      const read = (key: string) => source.value('a', key)
      expect([read('title'), read('durationMs'), read('flag'), read('notes')]).toEqual([
        'Cue a',
        60_000,
        true,
        '',
      ])
      expect([read('lights'), read('takes'), read('ready'), read('sourceId')]).toEqual([
        'warm',
        3,
        false,
        null,
      ])
      expect([source.value('b', 'lights'), source.value('gone', 'title')]).toEqual([null, null])
      expect(source.cue('a')?.title).toBe('Cue a')
      expect(source.columns.find(({ key }) => key === 'sourceId')?.choices).toEqual([
        { value: 'cam', label: '1 Wide' },
      ])
    }))

  it('VW16 follows edits, moves, removals and new columns by others', () =>
    on(async ({ source, elsewhere }) => {
      await elsewhere((doc) => {
        ;(cue(doc, 'a').get('title') as Y.Text).insert(0, 'The ')
        doc.getText('cell:b:lights').insert(0, 'blue')
        doc.getMap('cells').set('b:takes', 9)
        cue(doc, 'c').set('order', 'Zz')
      })
      expect(source.value('a', 'title')).toBe('The Cue a')
      expect([source.value('b', 'lights'), source.value('b', 'takes')]).toEqual(['blue', 9])
      expect(shape(source)).toEqual(['a', '[Block]', 'c', 'b'])
      await elsewhere((doc) => {
        cue(doc, 'a').set('deletedAt', 5)
        ;(doc.getMap('columns').get('lights') as Y.Map<unknown>).set('name', 'Lamps')
      })
      expect(shape(source)).toEqual(['[Block]', 'c', 'b'])
      expect(source.columns.find(({ key }) => key === 'lights')?.title).toBe('Lamps')
    }))

  it('VW16 writes values of every kind, and shows them', () =>
    on(async ({ source, doc, settled }) => {
      expect(await write(source, 'a', 'durationMs', 5_000)).toBeNull()
      expect(await write(source, 'a', 'takes', 4)).toBeNull()
      expect(await write(source, 'a', 'ready', true)).toBeNull()
      await settled()
      expect(cue(doc, 'a').get('durationMs')).toBe(5_000)
      expect(doc.getMap('cells').get('a:takes')).toBe(4)
      expect(source.value('a', 'durationMs')).toBe(5_000)
      expect(source.value('a', 'ready')).toBe(true)
    }))

  it('VW16 says why a column cannot be written, and keeps to it', () =>
    on(async ({ source, doc }) => {
      expect(source.writeReason('durationMs')).toBeNull()
      expect(source.writeReason('plan')).not.toBeNull()
      expect(source.writeReason('nowhere')).not.toBeNull()
      const refused = await source.write({
        cueId: 'a',
        key: 'plan',
        value: 1,
        expected: null,
      })
      expect(refused).not.toBeNull()
      expect(cue(doc, 'a').get('plan')).toBeUndefined()
    }))
}
