/**
 * Which way imports may go. `npm run check` runs it; docs: ARCHITECTURE.md.
 *
 *   shared <- store <- apps        apps never import each other
 *   domain -> domain               only through its index.ts
 *   packages/shared                pure: no Node, no network, no clock of its own
 */
const domains = 'crew|rundown|media|clips|commerce|settlement|automation'
const tests = '(\\.test\\.ts$|/testing/)'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or need a third.',
      severity: 'error',
      from: {},
      // A type that points back does no harm at run time.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-pure',
      comment: 'The domain has no I/O, so it runs in a browser, a server and a test alike.',
      severity: 'error',
      from: { path: '^packages/shared/src', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-imports-only-itself',
      comment:
        'Besides itself what is pure as well: zod for shapes, fractional-indexing for order, a parser of Markdown, and diff.',
      severity: 'error',
      from: { path: '^packages/shared/src', pathNot: tests },
      to: { pathNot: '^packages/shared/|node_modules/(zod|fractional-indexing|@lezer|diff)/' },
    },
    {
      name: 'store-knows-no-app',
      severity: 'error',
      from: { path: '^packages/store' },
      to: { path: '^(apps|tools|bench|e2e|packages/stripe-emulator)/' },
    },
    {
      name: 'emulator-stands-alone',
      comment: 'It plays Stripe, which knows nothing of Stallcast either.',
      severity: 'error',
      from: { path: '^packages/stripe-emulator' },
      to: { path: '^(apps|tools|bench|e2e|packages/(shared|store))/' },
    },
    {
      name: 'apps-stay-apart',
      comment: 'They talk over HTTP, sockets, the database and the queue.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: tests },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'apps-know-no-tools',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: tests },
      to: { path: '^(tools|bench|e2e)/' },
    },
    {
      name: 'app-uses-emulator-only-in-tests',
      severity: 'error',
      from: { path: '^apps/', pathNot: tests },
      to: { path: '^packages/stripe-emulator/' },
    },
    {
      name: 'domain-by-its-index',
      comment: 'What a domain does not put into its index.ts is its own business.',
      severity: 'error',
      from: { path: `^(apps/[^/]+/src|packages/[^/]+/src)/(${domains})/`, pathNot: tests },
      to: {
        path: `^(apps/[^/]+/src|packages/[^/]+/src)/(${domains})/`,
        pathNot: [`^$1/$2/`, `/(${domains})/index\\.ts$`],
      },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests, pathNot: '^packages/store/src/testing/' },
    },
    {
      name: 'test-database-only-in-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: tests },
      to: { path: '^packages/store/src/testing/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '\\.ts$' },
      to: { couldNotResolve: true, pathNot: '(^|/)\\$|^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|\\.svelte-kit)/' },
    // Type imports are imports too; TypeScript would drop them before they are seen.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
    },
  },
}
