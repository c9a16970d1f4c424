import { readFileSync } from 'node:fs'

// Usage: summary.mjs EXIT_CODE_OF_NPM_TEST VITEST_REPORT SMOKE_REPORT
const [testsExitCode, testsFile, smokeFile] = process.argv.slice(2)

/** @param {string | undefined} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file ?? '', 'utf8'))
  } catch {
    return undefined
  }
}

const tests = read(testsFile)
const smoke = read(smokeFile)
const passed = (tests?.numPassedTests ?? 0) + (smoke?.passed ?? 0)
let failed = (tests?.numFailedTests ?? 0) + (smoke?.failed ?? 0)

// A suite that could not even be loaded has no failed test of its own.
failed +=
  tests?.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length ?? 0
// Checks before the tests (format, lint, imports, types), or a run that did not come to its end.
if (testsExitCode !== '0' && !(tests && failed > (smoke?.failed ?? 0))) failed += 1
if (!tests || tests.numPassedTests === 0) failed = Math.max(failed, 1)
if (!smoke) failed += 1

process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
