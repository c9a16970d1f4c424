import type { LightReading } from './light-check.ts'
import { lightTexts } from './light-check.ts'
import { levelText, levelZone } from '#lib/media/level-scale.ts'
import type { Uplink } from '#lib/media/uplink.ts'

/** One row of the green room: what was found, and what to do when it is not good. */
export type CheckRow = {
  id: 'picture' | 'light' | 'voice' | 'connection'
  label: string
  state: 'good' | 'warn' | 'waiting'
  value: string
  advice: string
}

export type PreflightFacts = {
  picture: { width: number; height: number; framesPerSecond: number | null } | null
  light: LightReading | null
  hasMicrophone: boolean
  /** Loudest of the last seconds, dBFS: a pause between words is not silence. */
  voiceDb: number
  connected: boolean
  uplink: Uplink | null
}

export function preflightRows(facts: PreflightFacts): CheckRow[] {
  return [pictureRow(facts), lightRow(facts), voiceRow(facts), connectionRow(facts)]
}

function pictureRow({ picture }: PreflightFacts): CheckRow {
  const row = { id: 'picture', label: 'Picture' } as const
  if (!picture) return { ...row, state: 'waiting', value: '', advice: '' }
  const rate = picture.framesPerSecond === null ? '' : `, ${Math.round(picture.framesPerSecond)}`
  const value = `${picture.width} × ${picture.height}${rate}`
  const small = picture.width * picture.height < 640 * 360
  return small
    ? { ...row, state: 'warn', value, advice: 'Coarse. Choose another camera if there is one.' }
    : { ...row, state: 'good', value, advice: '' }
}

function lightRow({ light }: PreflightFacts): CheckRow {
  const row = { id: 'light', label: 'Light' } as const
  if (!light) return { ...row, state: 'waiting', value: '', advice: '' }
  return {
    ...row,
    state: light.verdict === 'good' ? 'good' : 'warn',
    value: `${light.lightPct} %`,
    advice: lightTexts[light.verdict],
  }
}

function voiceRow({ hasMicrophone, voiceDb }: PreflightFacts): CheckRow {
  const row = { id: 'voice', label: 'Voice' } as const
  if (!hasMicrophone) {
    const advice = 'No microphone: you will be seen, not heard.'
    return { ...row, state: 'warn', value: 'none', advice }
  }
  const zone = levelZone(voiceDb)
  const value = levelText(voiceDb)
  if (zone === 'quiet') return { ...row, state: 'waiting', value, advice: 'Say a few words.' }
  return zone === 'hot'
    ? { ...row, state: 'warn', value, advice: 'Too loud. Move away from the microphone.' }
    : { ...row, state: 'good', value, advice: '' }
}

function connectionRow({ connected, uplink }: PreflightFacts): CheckRow {
  if (uplink?.bitrateKbps) {
    const rate = `${(uplink.bitrateKbps / 1000).toFixed(1)} Mbit/s`
    const lossy = (uplink.lossPct ?? 0) >= 3
    return {
      id: 'connection',
      label: 'Upload',
      state: lossy ? 'warn' : 'good',
      value: uplink.lossPct === null ? rate : `${rate}, ${uplink.lossPct} % loss`,
      advice: lossy ? 'Unsteady. Come closer to the Wi-Fi, or use a cable.' : '',
    }
  }
  return {
    id: 'connection',
    label: 'Studio',
    state: connected ? 'good' : 'waiting',
    value: connected ? 'connected' : 'connecting…',
    advice: '',
  }
}
