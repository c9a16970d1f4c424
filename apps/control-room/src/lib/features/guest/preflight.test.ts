import { describe, expect, it } from 'vitest'
import { preflightRows, type PreflightFacts } from './preflight.ts'

const fine: PreflightFacts = {
  picture: { width: 1280, height: 720, framesPerSecond: 30 },
  light: { lightPct: 52, verdict: 'good' },
  hasMicrophone: true,
  voiceDb: -19,
  connected: true,
  uplink: null,
}

function row(id: string, facts: Partial<PreflightFacts>) {
  return preflightRows({ ...fine, ...facts }).find((candidate) => candidate.id === id)
}

describe('green room checks', () => {
  it('are all good, with their values, when they are', () => {
    expect(preflightRows(fine).map(({ state, value }) => [state, value])).toEqual([
      ['good', '1280 × 720, 30'],
      ['good', '52 %'],
      ['good', '−19 dB'],
      ['good', 'connected'],
    ])
  })

  it('say what to do about a dim room', () => {
    expect(row('light', { light: { lightPct: 28, verdict: 'dim' } })).toMatchObject({
      state: 'warn',
      value: '28 %',
      advice: 'Dim. Face a window or a lamp.',
    })
  })

  it('ask for words instead of calling silence a fault', () => {
    expect(row('voice', { voiceDb: -127 })).toMatchObject({ state: 'waiting', value: 'silent' })
    expect(row('voice', { voiceDb: -2 })).toMatchObject({ state: 'warn' })
    expect(row('voice', { hasMicrophone: false })).toMatchObject({ state: 'warn', value: 'none' })
  })

  it('show the upload once there is one', () => {
    const uplink = {
      bitrateKbps: 3_800,
      lossPct: 0.2,
      roundTripMs: 30,
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      raw: { bytesSent: 1, atMs: 1 },
    }
    expect(row('connection', { uplink })).toMatchObject({
      label: 'Upload',
      state: 'good',
      value: '3.8 Mbit/s, 0.2 % loss',
    })
    expect(row('connection', { uplink: { ...uplink, lossPct: 5 } })).toMatchObject({
      state: 'warn',
    })
  })

  it('wait for what is not there yet', () => {
    expect(row('picture', { picture: null })?.state).toBe('waiting')
    expect(row('connection', { connected: false })?.state).toBe('waiting')
  })
})
