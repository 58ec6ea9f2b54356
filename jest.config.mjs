// Sources are transformed in place (no build); a workspace import resolves to its TypeScript source.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    '^@marcador/(plugin-api|plugin-testkit)$': '<rootDir>/libs/$1/src/index.ts',
    '^@marcador/(target-oscc|target-voice-portal|dnc-embedded|dnc-http|amd-cadence|pacing-progressive)$':
      '<rootDir>/plugins/$1/src/index.ts',
    '^@marcador/(amd-cadence)/(.*)\\.js$': '<rootDir>/plugins/$1/src/$2.ts',
    '^@marcador/(amd-train)/(.*)\\.js$': '<rootDir>/tools/$1/src/$2.ts',
    '^@marcador/(cli|dialer|simulator|sandbox)/(.*)\\.js$': '<rootDir>/apps/$1/src/$2.ts',
    '^@marcador/([a-z-]+)/(.*)\\.js$': '<rootDir>/libs/$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['/dist/'],
  setupFiles: ['<rootDir>/test/support/property-seed.mjs'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{libs,plugins,apps,tools}/*/src/**/*.spec.ts',
        '<rootDir>/angular-ui/src/**/*.spec.ts',
        '<rootDir>/examples/*/spec/**/*.spec.ts',
      ],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...shared, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] },
    { ...shared, displayName: 'ui', testMatch: ['<rootDir>/test/ui/**/*.spec.ts'] },
    { ...shared, displayName: 'peers', testMatch: ['<rootDir>/test/peers/**/*.spec.ts'] },
  ],
  // It ends what hangs, and nothing that works: a machine may be ten times slower than another one.
  testTimeout: 180_000,
  // Many tests wait for what is outside more than they work: a core for whoever runs them would stand idle.
  maxWorkers: '100%',
};
