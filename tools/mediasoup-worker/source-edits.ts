import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupProblem } from '../bootstrap/problem.mjs'

export type SourceEdit = { file: string; from: string; to: string }

/** Changes to the worker's own source; each line must be there exactly once, or the build stops. */
export const sourceEdits: readonly SourceEdit[] = [
  // Debian 12 has meson 1.0.1; the build file uses nothing newer.
  { file: 'meson.build', from: `meson_version: '>= 1.1.0'`, to: `meson_version: '>= 1.0.0'` },
  // The callback answers 1 to every control call, which an OpenSSL with kernel TLS compiled in takes
  // for "kernel TLS is on": it then has no write buffer and crashes on a fragmented ClientHello.
  // BIO_CB_RETURN is a flag (BIO_callback_ctrl(3)), so it has to be tested as one.
  {
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN)',
    to: '((operationType & BIO_CB_RETURN) != 0)',
  },
]

/** @throws SetupProblem when the text to change does not stand there exactly once */
export async function applyEdit(source: string, { file, from, to }: SourceEdit): Promise<void> {
  const path = join(source, file)
  const text = await readFile(path, 'utf8')
  const found = text.split(from).length - 1
  if (found !== 1) {
    throw new SetupProblem(
      `The media worker's source has changed: "${from}" stands ${found} times in ${file}, not once.`,
      'set MEDIASOUP_WORKER_BIN to a worker of this mediasoup version, or adapt tools/mediasoup-worker/source-edits.ts',
    )
  }
  await writeFile(path, text.replace(from, to))
}
