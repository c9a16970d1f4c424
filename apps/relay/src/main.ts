import { createServer } from 'node:http'
import { connect, listen } from '@stallcast/store'
import { apiKeysChannel, deliveriesChannel } from '@stallcast/store/automation'
import { readGrant, renameSeat, seatsChannel } from '@stallcast/store/crew'
import { createQueues } from '@stallcast/store/queues'
import { showEventsChannel } from '@stallcast/store/rundown'
import { crewRoles } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { LiveState } from '@stallcast/shared/protocol'
import { join } from 'node:path'
import { clipsChannel } from '@stallcast/store/clips'
import { createAutomation } from './automation/index.ts'
import { createClips } from './clips/index.ts'
import { readMarks } from './collab/index.ts'
import { createCommerce } from './commerce/index.ts'
import { createSettlement, ledgerRouter } from './settlement/index.ts'
import { createCommandRouter } from './composition/commands.ts'
import { createCueReader } from './composition/cue-reader.ts'
import { createDocuments } from './composition/documents.ts'
import { internalRouter } from './composition/internal.router.ts'
import { createShowLog } from './composition/show-log.port.ts'
import { createFindShow, openShowMedia } from './composition/show-media.port.ts'
import { createShowOpener } from './composition/show-opener.ts'
import { createScreens } from './composition/screens.ts'
import { createRelayBus, createShowRelays } from './composition/show-relays.ts'
import { createShowPlan } from './composition/show-plan.ts'
import { cameraReaction, recordingReaction } from './composition/show-reactions.ts'
import { readConfig } from './config.ts'
import { createSeatGate, crewRouter, seatRoleRouter } from './crew/index.ts'
import { createFiles } from './files/index.ts'
import { createHistory } from './history/index.ts'
import { createHttpApp, errorHandler } from './infra/http.ts'
import { createLogger } from './infra/logger.ts'
import { createAudience, createSocketGateway, LiveHub, LogFollower } from './live/index.ts'
import { createMedia } from './media/index.ts'
import { ProgrammeService } from './programme/index.ts'
import { ReportService, reportRouter } from './report/index.ts'
import { RundownService, StageService, TimersService } from './rundown/index.ts'
import { readContent, ShowsService, showsRouter } from './shows/index.ts'
import { createViewLookups } from './composition/view-lookups.ts'
import { ViewService } from './views/index.ts'
import { createTeamwork } from './teamwork/index.ts'

/** The composition root: the one place that knows every domain and wires them to each other. */
const config = readConfig(process.env)
const log = createLogger('relay', config.LOG_LEVEL)
const database = connect(config.DATABASE_URL)
const queues = createQueues({ databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL })
const app = createHttpApp()
const http = createServer(app)
const gate = createSeatGate({ database, secret: config.STALLCAST_SECRET })
const hub = new LiveHub()

const relayBus = createRelayBus(config.REDIS_URL, log)
const documents = createDocuments({ database, gate, http, log, bus: relayBus })
const cues = createCueReader(documents.service, database)
const rundown = new RundownService({
  database,
  cues: cues.cards,
  publish: hub.publish,
  now: Date.now,
  failed: (err, showId) => log.error({ err, showId }, 'the clock could not go on by itself'),
})
const timers = new TimersService({ database, publish: hub.publish, now: Date.now })
const stage = new StageService({
  database,
  publish: hub.publish,
  personName: (showId, sessionId) =>
    hub.read(showId, 'audience')?.crew.find((each) => each.sessionId === sessionId)?.name ?? null,
  rehearsing: (showId) => rundown.rehearsing(showId),
  now: Date.now,
})
const clips = createClips({
  database,
  queues,
  mediaDir: join(config.STALLCAST_DATA_DIR, 'media'),
  marks: (showId) => documents.rundown.read(showId, readMarks),
  publish: hub.publish,
  seat: gate.seat,
  now: Date.now,
  log,
})
const commerce = createCommerce({
  database,
  cue: cues.cue,
  publish: hub.publish,
  now: Date.now,
  log,
})
const settlement = createSettlement({
  database,
  queues,
  cue: cues.cue,
  publish: hub.publish,
  now: Date.now,
  log,
})
const { comments, acks, prompter } = createTeamwork({
  database,
  publish: hub.publish,
  hasCue: async (showId, cueId) => (await cues.cue(showId, cueId)) !== null,
  write: (seat, edit) => documents.rundown.write(seat.showId, edit, seat),
  rehearsing: (showId) => rundown.rehearsing(showId),
  now: Date.now,
})
const showPlan = createShowPlan({ collab: documents.service, database })
const report = new ReportService({ database, plan: showPlan.baseline, now: Date.now })
const programme = new ProgrammeService({
  read: showPlan.plan,
  clock: (showId) => rundown.state(showId),
  publish: hub.publish,
  now: Date.now,
  log,
})
const views = new ViewService({
  documents: documents.service,
  grant: (inviteId) => readGrant(database, inviteId),
  lookups: createViewLookups(database, hub),
  endSession,
  log,
})
documents.onRundownChanged((showId) => relays.rundownChanged(showId))

const media = await createMedia(
  {
    dataDir: config.STALLCAST_DATA_DIR,
    listenIp: config.MEDIA_LISTEN_IP,
    announcedAddress: config.MEDIA_ANNOUNCED_ADDRESS,
    port: config.MEDIA_PORT,
    workers: config.MEDIA_WORKERS,
    workerBin: config.MEDIASOUP_WORKER_BIN,
    maxViewers: 400,
    maxViewersPerAddress: 40,
  },
  {
    log: createShowLog(database),
    findShow: createFindShow(database),
    logger: log,
    runsHere: (showId) => relays.owner.owns(showId),
    live: {
      publish: (showId, domain, _rev, state) =>
        hub.publish(showId, domain, state as LiveState[typeof domain]),
      levels: (showId, levels) => {
        relays.emit(showId, crewRoles, 'levels', levels, { volatile: true })
      },
      reset: (showId, epoch) => relays.emit(showId, null, 'media:reset', { epoch }),
    },
  },
)

const commandHere = createCommandRouter({
  clock: (seat, command) => rundown.command(seat, command),
  timer: (seat, command) => timers.command(seat, command),
  stage: (seat, command) => stage.command(seat, command),
  bus: (seat, command) => media.service.execute(seat, command),
  closeOffer: (seat) => commerce.closeOffer(seat),
  retryClip: (seat, clipId) => clips.service.retry(seat, clipId),
  propose: (seat) => settlement.propose(seat),
  approve: (seat, statement) => settlement.approve(seat, statement),
  reject: (seat, statement) => settlement.reject(seat, statement),
  comment: (seat, command) => comments.command(seat, command),
  prompter: (seat, command) => prompter.command(seat, command),
  acknowledge: (seat, command) => acks.command(seat, command),
  setCell: (seat, command) => views.setCell(seat, command),
  async rename(seat, personName) {
    await renameSeat(database, seat.sessionId, personName)
    seat.personName = personName
    audience.changed(seat.showId)
  },
})
const automation = createAutomation({
  database,
  secret: config.STALLCAST_SECRET,
  origin: config.STALLCAST_ORIGIN,
  log,
  now: Date.now,
  seat: gate.seat,
  command: (seat, input) => relays.command(seat, input),
  openShow: (showId) => relays.openShow(showId),
  runsHere: (showId) => relays.owner.owns(showId),
  live: (showId, domain) => hub.read(showId, domain),
  document: documents.rundown,
  allowedNetworks: config.AUTOMATION_ALLOWED_NETWORKS,
  osc: { port: config.OSC_PORT ?? null, host: config.OSC_HOST },
})
hub.onState((showId, message) => {
  automation.published(showId, message)
  if (message.domain === 'sources') views.lookupsChanged(showId)
})

const follower = new LogFollower({
  database,
  log,
  reactsTo: (showId) => relays.owner.owns(showId),
  push: (event) => {
    screens.emit(event.showId, crewRoles, 'event', event)
    automation.happened(event)
    relays.happened(event)
  },
})
follower.react('recording', recordingReaction(media.service))
follower.react('commerce', commerce.react)
follower.react('settlement', settlement.react)
follower.react('report', report.react)
follower.react('acks', acks.react)
follower.react('triggers', automation.reactions.triggers)
follower.react('rules', automation.reactions.rules)
follower.react('camera', cameraReaction(media.service, cues))

const shows = createShowOpener([
  (showId) => rundown.open(showId),
  (showId) => timers.open(showId),
  (showId) => stage.open(showId),
  openShowMedia({
    database,
    media: media.service,
    dataDir: config.STALLCAST_DATA_DIR,
    log,
    publish: hub.publish,
    isOnAir: (showId) => ['running', 'held'].includes(rundown.state(showId).phase),
  }),
  (showId) => acks.open(showId),
  (showId) => prompter.open(showId),
  (showId) => programme.open(showId),
  (showId) => clips.service.open(showId),
  (showId) => commerce.open(showId),
  (showId) => settlement.open(showId),
  (showId) => follower.open(showId),
  (showId) => automation.openShow(showId),
])

const screens = createScreens(() => io)
const relays = createShowRelays({
  databaseUrl: config.DATABASE_URL,
  database,
  bus: relayBus,
  hub,
  audience: () => audience,
  runShow: shows.openShow,
  followShow: (showId) => follower.openScreens(showId),
  command: () => commandHere,
  async catchUp(showId) {
    for (const kept of [rundown, timers, stage, acks, prompter]) await kept.open(showId)
  },
  screens,
  onRundownChanged(showId) {
    clips.service.marksChanged(showId)
    programme.changed(showId)
    rundown
      .refresh(showId)
      .catch((err: unknown) => log.error({ err, showId }, 'clock not refreshed'))
  },
  onOverthrown(lost) {
    log.fatal({ lost }, 'another relay has taken over shows of this one; it starts anew')
    void stop(1)
  },
  log,
})

const io = createSocketGateway({
  http,
  database,
  gate,
  hub,
  log,
  openShow: relays.openShow,
  command: relays.command,
  onSeat(socket) {
    media.registerGateway(socket, socket.data.seat)
    relays.sendToMedia(socket)
    views.welcome(socket)
  },
  onAudience: (showId) => audience.changed(showId),
})
const audience = createAudience({
  io: () => io,
  publish: hub.publishHere,
  onHere: relays.audienceChanged,
})

function endSession(sessionId: string): void {
  relays.endSession(sessionId)
  void documents.service.revoke(sessionId)
}

function roleChanged(sessionId: string, role: string): void {
  relays.endSession(sessionId, new DomainError('auth.role-changed', { role }).toView())
  void documents.service.revoke(sessionId, 'auth.role-changed')
}

app.use('/api', seatRoleRouter({ database, gate, roleChanged }))
app.use(
  '/api',
  crewRouter({
    database,
    secret: config.STALLCAST_SECRET,
    origin: config.STALLCAST_ORIGIN,
    gate,
    endSession,
    onGrants: (showId) => views.grantsChanged(showId),
  }),
)
const history = createHistory({
  database,
  databaseUrl: config.DATABASE_URL,
  seat: gate.seat,
  documents: documents.service,
  log,
})
app.use('/api', history.router)
app.use(
  '/api',
  showsRouter({
    database,
    service: new ShowsService({
      database,
      secret: config.STALLCAST_SECRET,
      readRundown: (docName) => documents.service.read(docName, readContent),
      now: Date.now,
    }),
    origin: config.STALLCAST_ORIGIN,
    seat: gate.seat,
    onChanged(show) {
      relays.emit(show.id, null, 'show', show)
      rundown
        .refresh(show.id)
        .catch((err: unknown) => log.error({ err, showId: show.id }, 'clock not refreshed'))
    },
  }),
)
app.use('/api', ledgerRouter({ database, seat: gate.seat }))
app.use('/api', reportRouter({ database, service: report, seat: gate.seat }))
const filesDir = join(config.STALLCAST_DATA_DIR, 'files')
app.use('/api', createFiles({ database, dir: filesDir, seat: gate.seat, now: Date.now }))
app.use('/api', automation.router)
automation.attach(http, io)
app.use('/media', clips.router)
app.use(
  internalRouter({
    database,
    shows: () => relays.owner.owned(),
    metrics: () => ({
      collab: documents.service.metrics(),
      liveSockets: io.engine.clientsCount,
      viewers: media.viewerCount(),
      relaysConnected: relays.isConnected(),
    }),
  }),
)
app.use('/whep', media.whepRouter)
app.use(errorHandler(log))

const listener = listen(
  config.DATABASE_URL,
  {
    [showEventsChannel]: (showId) => follower.wake(showId),
    [clipsChannel]: (showId) => clips.service.changed(showId),
    [deliveriesChannel]: automation.wakeSender,
    [apiKeysChannel]: automation.keyRevoked,
    [seatsChannel]: (showId) => views.grantsChanged(showId),
  },
  () => {
    follower.wakeAll()
    clips.service.changedAll()
    automation.wakeSender()
    views.grantsChangedAll()
  },
)

await automation.listenOsc()
http.listen(config.PORT, config.HOST, () => {
  process.send?.({ type: 'ready' })
  relays.owner.start().catch((err: unknown) => log.error({ err }, 'shows not opened'))
})

let stopping = false
async function stop(code = 0): Promise<void> {
  if (stopping) return
  stopping = true
  const quiet = [follower, rundown, audience, programme, views, clips.service, commerce, settlement]
  for (const each of quiet) each.close()
  io.disconnectSockets(true)
  http.close()
  http.closeAllConnections()
  await relays.close()
  await shows.close()
  await listener.close()
  await automation.close()
  await history.close()
  await documents.close()
  await relayBus?.close()
  await media.close()
  await queues.close()
  await database.destroy()
  process.exit(code)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
process.on('disconnect', () => void stop())
