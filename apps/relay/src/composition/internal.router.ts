import { Router } from 'express'
import { listShows } from '@stallcast/store/crew'
import type { Database } from '@stallcast/store'
import type { CollabMetrics } from '../collab/index.ts'
import { prometheusText, type Metric } from '../infra/prometheus.ts'

export type RelayFigures = {
  collab: CollabMetrics
  liveSockets: number
  viewers: number
  /** `null`: there is no line to other relays. */
  relaysConnected: boolean | null
}

/**
 * For the other servers of the house, not for the public: `/relay/shows` (which shows this relay runs; the public
 * server sends their people here) and `/metrics` in Prometheus' text format.
 */
export function internalRouter(deps: {
  database: Database
  shows: () => readonly string[]
  metrics: () => RelayFigures
}): Router {
  const router = Router()
  router.get('/relay/shows', async (_request, response) => {
    const mine = new Set(deps.shows())
    const shows = (await listShows(deps.database)).filter(({ id }) => mine.has(id))
    response.json({ shows: shows.map(({ id, slug }) => ({ id, slug })) })
  })
  router.get('/metrics', (_request, response) => {
    response.type('text/plain; version=0.0.4')
    response.send(prometheusText(metricsOf(deps.metrics(), deps.shows().length)))
  })
  return router
}

const presentNumbers: ReadonlySet<string> = new Set(['documents', 'peers'])

function metricsOf(figures: RelayFigures, shows: number): Metric[] {
  const { collab, liveSockets, viewers, relaysConnected } = figures
  const own: Metric[] = [
    { name: 'stallcast_shows', help: 'Shows that this relay runs', kind: 'gauge', value: shows },
    { name: 'stallcast_live_sockets', help: 'Screens', kind: 'gauge', value: liveSockets },
    { name: 'stallcast_viewers', help: 'WHEP viewers', kind: 'gauge', value: viewers },
  ]
  if (relaysConnected !== null) {
    const help = 'Whether the line to the other relays stands'
    const value = Number(relaysConnected)
    own.push({ name: 'stallcast_relays_connected', help, kind: 'gauge', value })
  }
  return [...own, ...Object.entries(collab).map(([key, value]) => collabMetric(key, value))]
}

/** `appendMs` becomes seconds, as Prometheus wants them. */
function collabMetric(key: string, value: number): Metric {
  const isDuration = key.endsWith('Ms')
  const words = key
    .replace(/Ms$/, 'Seconds')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const kind = presentNumbers.has(key) ? 'gauge' : 'counter'
  return {
    name: `stallcast_collab_${words}${kind === 'counter' ? '_total' : ''}`,
    help: `Shared documents: ${words.replaceAll('_', ' ')}`,
    kind,
    value: isDuration ? value / 1_000 : value,
  }
}
