/** The arrows within the web UI: features know core and shared, and nothing of each other or of the service. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-and-shared-know-no-feature',
      severity: 'error',
      from: { path: '^angular-ui/src/app/(core|shared)/' },
      to: { path: '^angular-ui/src/app/(features/|app\\.)' },
    },
    {
      name: 'features-stand-alone',
      severity: 'error',
      from: { path: '^angular-ui/src/app/features/([^/]+)/' },
      to: { path: '^angular-ui/src/app/features/', pathNot: '^angular-ui/src/app/features/$1/' },
    },
    {
      name: 'the-service-is-reached-by-its-api',
      severity: 'error',
      from: { pathNot: '\\.spec\\.ts$' },
      // What the service says is translated in one place.
      to: { path: '^(libs|plugins|apps|test)/', pathNot: '^libs/messages/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
