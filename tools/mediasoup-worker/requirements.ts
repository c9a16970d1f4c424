import { findCommand } from '../bootstrap/system-packages.mjs'
import { execute } from '../bootstrap/run-command.mjs'

const commands = ['meson', 'ninja', 'pkg-config', 'c++', 'flatc']
const libraries = ['libuv', 'openssl', 'libsrtp2', 'absl_flat_hash_map', 'flatbuffers']

/** What the build needs and this system does not have, by the names of commands and pkg-config modules. */
export async function missingForBuild(): Promise<string[]> {
  const missing = commands.filter((name) => !findCommand(name))
  if (missing.includes('pkg-config')) return [...missing, ...libraries]
  const found = await Promise.all(
    libraries.map(async (name) => (await execute('pkg-config', ['--exists', name])).code === 0),
  )
  return [...missing, ...libraries.filter((_, index) => !found[index])]
}
