import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ShowCard } from '@stallcast/shared/protocol'
import { isDomainError } from '@stallcast/shared/kernel'
import type { ClockState } from '@stallcast/shared/rundown'
import { connect, type Database } from '@stallcast/store'
import { seedCatalogue, type CatalogueSeed } from '@stallcast/store/commerce'
import {
  createInvite,
  createShow,
  inviteToken,
  listInvites,
  readShowBySlug,
} from '@stallcast/store/crew'
import { saveShowSources } from '@stallcast/store/media'
import { readState } from '@stallcast/store/rundown'
import { seedAgreement } from '@stallcast/store/settlement'
import type { ReadyShow, SeedContext } from '../launcher/ready.schema.ts'
import { seedRundown } from './demo-rundown.ts'
import {
  demoAgreement,
  demoPeople,
  demoProductId,
  demoProducts,
  demoShow,
  type InvitedRole,
} from './demo-show.ts'
import { makeFootage, sourceIds } from './footage.ts'
import sheet from './sources.json' with { type: 'json' }

const day = 86_400_000
/** A link is renewed when it would not last the week. */
const inviteDays = 60
const renewWithinDays = 7

/**
 * Puts the demo show in place, or what is missing of it, and answers its links. A show that has ended stays
 * as it is under another address, and a new one takes its place. Safe to run at every start, and to be
 * killed: each step sees for itself whether it was done.
 */
export async function seedDemo(context: SeedContext): Promise<ReadyShow[]> {
  await placeFootage(context)
  const database = connect(context.databaseUrl, { max: 5 })
  try {
    const show = (await runningDemo(database)) ?? (await newDemo(database))
    const [seats] = await Promise.all([
      joinLinks(database, context, show.id),
      seedCatalogue(database, show.id, catalogue(show.id)),
      seedAgreement(database, show.id, { ...demoAgreement, id: `agreement-${show.id}` }),
      seedRundown(database, show.id, Date.now()),
      saveShowSources(database, show.id, cameras),
    ])
    const shop = `${context.origin}/s/${show.slug}`
    return [{ id: show.id, title: show.title, links: { ...seats, shop } }]
  } finally {
    await database.destroy()
  }
}

const cameras = sheet.sources.map(({ id, number, label }) => ({
  sourceId: id,
  number,
  label,
  file: `demo/${id}.mp4`,
}))

function catalogue(showId: string): CatalogueSeed[] {
  return demoProducts.map((product) => ({
    ...product,
    id: demoProductId(showId, product.sku),
    imageUrl: `/products/${product.sku}.svg`,
    currency: demoShow.currency,
  }))
}

/** Drawn once per machine, then copied to the show's data; the marker goes last, so a torn copy is made again. */
async function placeFootage(context: SeedContext): Promise<void> {
  const made = join(context.cacheDir, 'demo-footage')
  const placed = join(context.dataDir, 'demo')
  await makeFootage({
    dir: made,
    ffmpegPath: context.ffmpegPath,
    onProgress: (done) => context.onProgress(`drawing the cameras, ${Math.round(done * 100)} %`),
  })
  const marker = await readFile(join(made, 'footage.json'), 'utf8')
  const here = await readFile(join(placed, 'footage.json'), 'utf8').catch(() => '')
  if (here === marker) return
  await mkdir(placed, { recursive: true })
  for (const id of sourceIds) {
    const file = join(placed, `${id}.mp4`)
    await copyFile(join(made, `${id}.mp4`), `${file}.part`)
    await rename(`${file}.part`, file)
  }
  await writeFile(join(placed, 'footage.json'), marker)
}

/** The demo show that can still be run; one that has ended makes way. */
async function runningDemo(database: Database): Promise<ShowCard | null> {
  const show = await readShowBySlug(database, demoShow.slug).catch((error: unknown) => {
    if (isDomainError(error)) return null
    throw error
  })
  if (!show) return null
  const clock = await readState<ClockState>(database, show.id, 'clock')
  if (clock?.state.phase !== 'ended') return show
  await database
    .updateTable('shows')
    .set({ slug: `${demoShow.slug}-${show.id.slice(0, 8)}` })
    .where('id', '=', show.id)
    .execute()
  return null
}

async function newDemo(database: Database): Promise<ShowCard> {
  const show: ShowCard = {
    ...demoShow,
    id: randomUUID(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    plannedStartMs: nextQuarter(Date.now()),
  }
  await createShow(database, show)
  return show
}

function nextQuarter(nowMs: number): number {
  const quarter = 15 * 60_000
  return Math.ceil(nowMs / quarter) * quarter
}

async function joinLinks(
  database: Database,
  context: SeedContext,
  showId: string,
): Promise<Record<InvitedRole, string>> {
  const known = await listInvites(database, showId)
  const lasting = new Date(Date.now() + renewWithinDays * day)
  const links: Partial<Record<InvitedRole, string>> = {}
  for (const { role, name, tint } of demoPeople) {
    const standing = known.find(
      (invite) => invite.role === role && !invite.revokedAt && invite.expiresAt > lasting,
    )
    const expiresAt = new Date(Date.now() + inviteDays * day)
    const invite =
      standing ?? (await createInvite(database, { showId, role, label: name, tint, expiresAt }))
    links[role] = `${context.origin}/join/${await inviteToken(context.secret, invite)}`
  }
  return links as Record<InvitedRole, string>
}
