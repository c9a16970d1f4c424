import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { SetupProblem } from '../bootstrap/problem.mjs'

const MEDIA_OFFSET = 10_000
const MAX_PORT = 65_535

/** @throws SetupProblem when the control room cannot listen there */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const problem = await tryTcp(host, port)
  if (!problem) return
  if (problem === 'EADDRINUSE') {
    throw new SetupProblem(
      `Port ${port} on ${host} is in use.`,
      `start with another one, e.g. --port ${port < MAX_PORT - 10 ? port + 10 : port - 10}, or stop what uses it`,
    )
  }
  if (problem === 'EACCES') {
    throw new SetupProblem(
      `Port ${port} may only be used by root.`,
      'start with --port 4600, or any above 1023',
    )
  }
  throw new SetupProblem(
    `${host} is not an address of this machine (${problem}).`,
    'start with --host 127.0.0.1, or --host 0.0.0.0 for every device in the network',
  )
}

/** Ports for processes that only their siblings talk to. All are held at once, so none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen('127.0.0.1', 0)))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map(close))
  return ports
}

/**
 * The first of `count` ports in a row that are free for media, UDP and TCP. Far from the control
 * room's own port, so that instances on neighbouring ports do not meet.
 * @throws SetupProblem when `wanted` was given and is in use
 */
export async function mediaPorts(
  host: string,
  port: number,
  wanted: number | undefined,
  count: number,
): Promise<number> {
  if (wanted !== undefined) {
    if (await mediaRangeFree(host, wanted, count)) return wanted
    throw new SetupProblem(
      `Media port ${wanted} is in use (${count} needed from there, UDP and TCP).`,
      'start with another --media-port, or without it',
    )
  }
  const first = port + MEDIA_OFFSET + count > MAX_PORT ? port - MEDIA_OFFSET : port + MEDIA_OFFSET
  for (let candidate = first; candidate < first + 500; candidate += count) {
    if (await mediaRangeFree(host, candidate, count)) return candidate
  }
  throw new SetupProblem('No free port for media was found.', 'name one with --media-port N')
}

async function mediaRangeFree(host: string, first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port++) {
    if ((await tryTcp(host, port)) ?? (await tryUdp(host, port))) return false
  }
  return true
}

async function tryTcp(host: string, port: number): Promise<string | undefined> {
  try {
    await close(await listen(host, port))
    return undefined
  } catch (error) {
    return errorCode(error)
  }
}

async function tryUdp(host: string, port: number): Promise<string | undefined> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    socket.bind(port, host)
    await once(socket, 'listening')
    return undefined
  } catch (error) {
    return errorCode(error)
  } finally {
    socket.close()
  }
}

async function listen(host: string, port: number): Promise<Server> {
  const server = createServer()
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

async function close(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
