import { findChromium } from '../bootstrap/media-programs.mjs'
import { execute } from '../bootstrap/run-command.mjs'
import { findCommand, installHint } from '../bootstrap/system-packages.mjs'
import type { Part } from './part.ts'

/** Recording and clips need these; a cut-down ffmpeg may lack them. */
const neededEncoders = ['libx264', 'aac', 'libopus'] as const

export async function examineFfmpeg(): Promise<Part> {
  const path = findCommand(process.env['FFMPEG_PATH'] ?? 'ffmpeg')
  const mend = installHint('ffmpeg')
  if (!path) return { name: 'ffmpeg', state: 'missing', version: '', from: 'not installed', mend }
  const { output } = await execute(path, ['-hide_banner', '-version'])
  const version = /version (\S+)/.exec(output)?.[1] ?? 'unknown'
  const encoders = (await execute(path, ['-hide_banner', '-encoders'])).output
  const lacking = neededEncoders.filter((name) => !new RegExp(`\\s${name}\\s`).test(encoders))
  if (lacking.length === 0) {
    return { name: 'ffmpeg', state: 'ok', version, from: `${path} (${neededEncoders.join(', ')})` }
  }
  const complaint = `${path} lacks ${lacking.join(', ')}`
  return { name: 'ffmpeg', state: 'missing', version, from: complaint, mend }
}

export async function examineFfprobe(): Promise<Part> {
  const path = findCommand(process.env['FFPROBE_PATH'] ?? 'ffprobe')
  if (!path) {
    const mend = installHint('ffmpeg')
    return { name: 'ffprobe', state: 'missing', version: '', from: 'not installed', mend }
  }
  const { output } = await execute(path, ['-hide_banner', '-version'])
  const version = /version (\S+)/.exec(output)?.[1] ?? 'unknown'
  return { name: 'ffprobe', state: 'ok', version, from: path }
}

export async function examineChromium(): Promise<Part> {
  const path = findChromium()
  if (!path) {
    const mend = `only for npm test: ${installHint('chromium')}`
    return { name: 'Chromium', state: 'optional', version: '', from: 'not installed', mend }
  }
  const { output } = await execute(path, ['--version'])
  const version = /(?:Chrom\w*|Chrome) ([\d.]+)/.exec(output)?.[1] ?? 'unknown'
  return { name: 'Chromium', state: 'ok', version, from: path }
}
