import type { Seat } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import type { MediaService } from '../media/index.ts'
import type { Reaction } from '../live/index.ts'
import type { CueReader } from './cue-reader.ts'

/** The relay itself at the switcher, as the log names it. */
export function systemSeat(showId: string): Seat {
  return { sessionId: 'system', showId, role: 'producer', personName: 'Run of show', tint: 0 }
}

/** Recording begins with the first cue and ends with the show. */
export function recordingReaction(media: MediaService): Reaction {
  return async (event) => {
    if (event.type === 'showStarted') await media.startRecording(event.showId)
    if (event.type === 'showEnded') await media.stopRecording(event.showId)
  }
}

/** A cue that is taken, or loaded to stand by, brings its camera to preview: the cut stays with the person at the switcher. */
export function cameraReaction(media: MediaService, cues: CueReader): Reaction {
  return async (event) => {
    const sourceId = await cameraOf(event, cues)
    if (!sourceId) return
    const { bus } = await media.snapshot(event.showId)
    if (bus.state.programSourceId === sourceId) return
    try {
      await media.execute(systemSeat(event.showId), { type: 'bus.preview', sourceId })
    } catch (error) {
      // The camera is not there: the person at the switcher sees that, and the show goes on.
      if (!isDomainError(error)) throw error
    }
  }
}

async function cameraOf(event: ShowEvent, cues: CueReader): Promise<string | null> {
  if (event.type !== 'cueTaken' && event.type !== 'cueLoaded') return null
  const cue = await cues.cue(event.showId, String(event.data['cueId']))
  return cue?.sourceId ?? null
}
