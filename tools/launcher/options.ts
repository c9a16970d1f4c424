import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { repoDir } from '../bootstrap/paths.mjs'
import { SetupProblem } from '../bootstrap/problem.mjs'

/** Each message goes on from the option's name. */
const portRule = 'must be a whole number from 1 to 65535'
const port = z.coerce.number(portRule).int(portRule).min(1, portRule).max(65_535, portRule)

const optionsSchema = z.object({
  host: z.string().min(1, 'must be an address of this machine'),
  port,
  mediaPort: port.optional(),
  dataDir: z.string().min(1),
  readyFile: z.string().min(1, 'must name a file').optional(),
  demo: z.boolean(),
})

export type LaunchOptions = z.infer<typeof optionsSchema>

export const helpText = `npm start -- [options]

  --port N          port of the control room (4600)
  --host H          address to listen on (127.0.0.1; 0.0.0.0 for every device in the network)
  --media-port N    first port for media, UDP and TCP (port + 10000)
  --data-dir D      folder for the database, recordings and clips (.stallcast/data)
  --ready-file F    write { origin, relay, pid, dataDir, shows } as JSON to F when all is up
  --no-demo         start without the demo show
  --help            this text

Environment: DATABASE_URL, REDIS_URL, STRIPE_SECRET_KEY and more, see CONTRIBUTING.md.
`

/**
 * @param callerDir the folder that relative paths are meant from
 * @returns undefined when help was asked for
 * @throws SetupProblem that names the option
 */
export function parseOptions(
  args: readonly string[],
  callerDir: string,
): LaunchOptions | undefined {
  const values = readArgs(args)
  if (values.help) return undefined
  const parsed = optionsSchema.safeParse({
    host: values.host,
    port: values.port,
    mediaPort: values['media-port'],
    dataDir: values['data-dir']
      ? resolve(callerDir, values['data-dir'])
      : resolve(repoDir, '.stallcast/data'),
    readyFile: values['ready-file'] && resolve(callerDir, values['ready-file']),
    demo: !values['no-demo'],
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0]).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const given = Object.entries(values).find(([option]) => option === name)?.[1]
  throw new SetupProblem(`--${name} ${issue?.message}, not "${given}".`, 'npm start -- --help')
}

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '4600' },
        'media-port': { type: 'string' },
        'data-dir': { type: 'string' },
        'ready-file': { type: 'string' },
        'no-demo': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new SetupProblem(
      error instanceof Error ? error.message : String(error),
      'npm start -- --help',
    )
  }
}
