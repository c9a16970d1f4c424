import { createSocket, type Socket } from 'node:dgram'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromBuffer, toBuffer } from 'osc-min'

export type Received = { headers: IncomingHttpHeaders; body: string }

/** A stranger's server that takes webhooks and answers what the test says. */
export class WebhookReceiver {
  readonly received: Received[] = []
  answer: (nth: number) => { status: number; headers?: Record<string, string> } | 'hang' = () => ({
    status: 204,
  })
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer()
    const receiver = new WebhookReceiver(server)
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        receiver.received.push({ headers: request.headers, body })
        const answer = receiver.answer(receiver.received.length)
        if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  /** The types of what came, in order. */
  get types(): unknown[] {
    return this.received.map(({ body }) => (JSON.parse(body) as { type?: unknown }).type)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

/** Somebody's lighting desk: hears OSC, and sends it. */
export class OscPeer {
  readonly heard: { address: string; args: unknown[] }[] = []
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
  }

  static async start(): Promise<OscPeer> {
    const socket = createSocket('udp4')
    const peer = new OscPeer(socket)
    socket.on('message', (packet) => {
      const message = fromBuffer(new Uint8Array(packet))
      if (message.oscType !== 'message') return
      peer.heard.push({
        address: message.address,
        args: message.args.map((arg) => ('value' in arg ? arg.value : null)),
      })
    })
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    return peer
  }

  get port(): number {
    return this.#socket.address().port
  }

  send(port: number, address: string, ...args: (string | number | boolean)[]): Promise<void> {
    const view = toBuffer({ address, args })
    return this.sendRaw(port, Buffer.from(view.buffer, view.byteOffset, view.byteLength))
  }

  sendRaw(port: number, packet: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(packet, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()))
    })
  }

  close(): void {
    this.#socket.close()
  }
}
