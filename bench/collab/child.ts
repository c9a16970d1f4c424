import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A process that is sent messages and answers each with one. */
export type Child = {
  answer(): Promise<unknown>
  send(message: object | string): void
  /** Without a goodbye. */
  kill(): Promise<void>
}

export function startChild(file: string, args: readonly string[] = []): Child {
  const child: ChildProcess = fork(new URL(file, import.meta.url), args)
  const answers: unknown[] = []
  let wanted: ((answer: unknown) => void) | null = null
  child.on('message', (message) => {
    if (wanted) wanted(message)
    else answers.push(message)
    wanted = null
  })
  const ended = once(child, 'exit').then(([code]) => `${file} ended with ${String(code)}`)
  return {
    async answer() {
      if (answers.length > 0) return answers.shift()
      const message = new Promise<unknown>((resolve) => {
        wanted = resolve
      })
      return Promise.race([message, ended.then((why) => Promise.reject(new Error(why)))])
    },
    send: (message) => void child.send(message),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
