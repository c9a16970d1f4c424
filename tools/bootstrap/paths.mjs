import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the checkout, without a trailing slash. */
export const repoDir = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Where everything that is fetched or built once per machine is kept. */
export function cacheDir() {
  const given = process.env['STALLCAST_CACHE_DIR']
  if (given) return given
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'stallcast')
}
