import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiScope } from '@stallcast/shared/automation'
import { changeAutomationSettings, oscToken } from '@stallcast/store/automation'
import { readEvents } from '@stallcast/store/rundown'
import { WebSocket } from 'ws'
import {
  feedRecipes,
  httpRecipes,
  oscRecipes,
} from '../../../../tools/api-docs/companion-recipes.ts'
import { OscPeer } from './testing/receivers.ts'
import { addCues, RelayProcess, secret, showId, slug } from './testing/relay-process.ts'

let relay: RelayProcess
let deck: OscPeer
beforeAll(async () => {
  relay = await RelayProcess.create()
  deck = await OscPeer.start()
  await relay.addCameras()
  await relay.writeDocument(
    addCues(['One', 'Two', 'Three', 'Four'].map((title) => ({ id: title.toLowerCase(), title }))),
  )
  await changeAutomationSettings(relay.database, showId, {
    oscEnabled: true,
    oscScopes: ['clock', 'bus', 'stage'],
  })
  await relay.start()
})
afterAll(async () => {
  deck.close()
  await relay.stop()
})

const within = { timeout: 15_000 }
const base = () => `${relay.url}/api/v1/shows/${slug}`
const count = async (type: string) =>
  (await readEvents(relay.database, showId, 0)).filter((event) => event.type === type).length

/** As Companion does: a path of keys and places into parsed JSON. */
function at(value: unknown, path: string): unknown {
  return path
    .split('/')
    .reduce<unknown>((found, step) => (found as Record<string, unknown> | null)?.[step], value)
}

describe('the recipes for Companion', () => {
  it('AU38 each HTTP button does what it says, with a key of just its scope', async () => {
    const keys = new Map<ApiScope, string>()
    for (const recipe of httpRecipes) {
      const key = keys.get(recipe.scope) ?? (await relay.key([recipe.scope], recipe.scope))
      keys.set(recipe.scope, key)
      if (recipe.uri === '/bus/preview') await camerasAreLive()
      const filled = recipe.header
        .replaceAll('$(custom:stallcast_key)', key)
        .replaceAll('$(internal:time_unix)', '1800000000')
      const before = 'logged' in recipe.proof ? await count(recipe.proof.logged) : 0
      const response = await fetch(`${base()}${recipe.uri}`, {
        method: recipe.method,
        headers: {
          ...(JSON.parse(filled) as Record<string, string>),
          ...(recipe.body !== null && { 'content-type': 'application/json' }),
        },
        ...(recipe.body !== null && { body: recipe.body }),
      })
      const answer: unknown = await response.json()
      expect([recipe.title, response.status]).toEqual([recipe.title, 200])
      if ('logged' in recipe.proof) {
        expect([recipe.title, await count(recipe.proof.logged)]).toEqual([recipe.title, before + 1])
      } else {
        expect([recipe.title, at(answer, recipe.proof.answers)]).toEqual([
          recipe.title,
          recipe.proof.with,
        ])
      }
    }
  })

  it('AU38 each OSC button does what it says', async () => {
    const token = oscToken(secret, showId, 1)
    for (const { title, address, value, logged } of oscRecipes) {
      const before = await count(logged)
      const args = value === null ? [] : [value]
      await deck.send(relay.oscPort, `/stallcast/${slug}/${token}${address}`, ...args)
      await expect
        .poll(async () => [title, await count(logged)], within)
        .toEqual([title, before + 1])
    }
  })

  it('AU38 each path of the feed leads to a value', async () => {
    const key = await relay.key(['read'])
    const client = new WebSocket(`${base().replace(/^http/, 'ws')}/feed?key=${key}`)
    const message = await new Promise<unknown>((resolve, reject) => {
      client.once('message', (data) => resolve(JSON.parse(String(data as Buffer))))
      client.once('error', reject)
    })
    for (const { path } of feedRecipes) {
      expect([path, typeof at(message, path)]).toEqual([
        path,
        expect.stringMatching(/string|number/),
      ])
    }
    client.close()
  })
})

async function camerasAreLive(): Promise<void> {
  const headers = { authorization: `Bearer ${await relay.key(['read'])}` }
  await expect
    .poll(async () => {
      const state = (await (await fetch(`${base()}/state`, { headers })).json()) as {
        sources: { number: number | null; state: string }[]
      }
      return state.sources.filter(({ number, state: its }) => number !== null && its === 'live')
        .length
    }, within)
    .toBe(2)
}
