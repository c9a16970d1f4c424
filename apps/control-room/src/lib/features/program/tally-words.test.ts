import type { SourceView } from '@stallcast/shared/media'
import { describe, expect, it } from 'vitest'
import { qualityText } from './tally-words.ts'

const source: SourceView = {
  id: 'cam',
  number: 1,
  label: 'Cam',
  kind: 'loop',
  state: 'live',
  ownerSessionId: null,
  hasAudio: true,
  width: 1280,
  height: 720,
  framesPerSecond: 30,
  bitrateKbps: 1500,
  lossPct: 0,
}

describe('what a tile says of its source', () => {
  it('PG1 a source without picture says so before anything else', () => {
    expect(qualityText({ ...source, state: 'lost', lossPct: 9 })).toEqual({
      text: 'No picture',
      bad: true,
    })
  })

  it('PG2 loss is told from one percent on, and warns from three', () => {
    expect(qualityText({ ...source, lossPct: 0.9 }).text).toBe('720p')
    expect(qualityText({ ...source, lossPct: 1.24 })).toEqual({ text: '1.2 % loss', bad: false })
    expect(qualityText({ ...source, lossPct: 3 }).bad).toBe(true)
  })

  it('PG3 a source whose size is not known yet says nothing', () => {
    expect(qualityText({ ...source, height: null, lossPct: null }).text).toBe('')
  })
})
