/** The arrows of docs/architecture.md: data flows one way, nothing goes round in circles. */
const lib = (name) => `^libs/${name}/`;
const onlyMay = (name, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: lib(name), pathNot: '\\.spec\\.ts$' },
  to: { path: '^(libs|plugins|apps)/', pathNot: [lib(name), ...allowed.map(lib)] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    onlyMay('domain', []),
    onlyMay('platform', []),
    onlyMay('messages', []),
    onlyMay('number-list', []),
    onlyMay('plugin-api', ['domain']),
    onlyMay('plugin-testkit', ['plugin-api']),
    onlyMay('plugin-http', ['messages', 'plugin-api']),
    onlyMay('plugin-host', ['messages', 'plugin-api', 'platform']),
    onlyMay('persistence', ['domain', 'messages', 'number-list', 'platform']),
    onlyMay('telephony', ['domain', 'platform']),
    onlyMay('dialing', [
      'domain',
      'messages',
      'platform',
      'plugin-api',
      'plugin-host',
      'persistence',
      'telephony',
    ]),
    {
      name: 'plugins-import-what-is-made-for-them',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^(libs|plugins|apps)/',
        pathNot: ['^plugins/$1/', lib('messages'), lib('plugin-api'), lib('plugin-http')],
      },
    },
    {
      name: 'examples-import-the-contract-only',
      severity: 'error',
      from: { path: '^examples/([^/]+)/src/' },
      to: {
        pathNot: ['^examples/$1/', lib('plugin-api'), '(^|/)node_modules/zod/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'apps-stand-alone',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'one-built-in-plugin-list',
      severity: 'error',
      from: { pathNot: ['^apps/dialer/src/built-in-plugins\\.ts$', '^plugins/', '^test/', '^tools/'] },
      to: { path: '^plugins/' },
    },
    {
      name: 'tools-are-for-developers',
      severity: 'error',
      from: { pathNot: ['^tools/', '^test/'] },
      to: { path: '^tools/' },
    },
    {
      name: 'no-tests-in-production',
      severity: 'error',
      from: { pathNot: ['^test/', '\\.spec\\.ts$'] },
      to: { path: ['^test/', '\\.spec\\.ts$', '^examples/[^/]+/spec/'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.spec.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
