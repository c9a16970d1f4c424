import type { ClipView } from '@stallcast/shared/clips'
import { describe, expect, it } from 'vitest'
import { clipFileName, clipStatusText } from './clip-text.ts'

const clip = {
  clipId: 'abcdefghijk',
  createdAtMs: 1_000,
  readyAtMs: 2_800,
  progressPct: 61.6,
} as ClipView

describe('a clip in the list', () => {
  it('CV1 says where it is on its way', () => {
    expect(clipStatusText({ ...clip, status: 'rendering' })).toBe('62 %')
    expect(clipStatusText({ ...clip, status: 'ready' })).toBe('Ready 1.8 s')
    expect(clipStatusText({ ...clip, status: 'waiting' })).toBe('Waiting for the recording')
  })

  it('CV2 downloads under a name that any file system takes', () => {
    expect(clipFileName({ ...clip, label: 'Flask: reveal / 24,00 €' })).toBe(
      'flask-reveal-24-00.mp4',
    )
    expect(clipFileName({ ...clip, label: '../..' })).toBe('clip-abcdefgh.mp4')
    expect(clipFileName({ ...clip, label: 'a'.repeat(300) }).length).toBeLessThan(70)
  })
})
