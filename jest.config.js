const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.local'],
};

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 120_000,
  // Most of them wait for servers rather than compute, so that two processors hold three; more would only starve the servers.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/unit-tests-last.js',
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'workflows',
      testMatch: ['<rootDir>/test/workflows/**/*.test.ts', '<rootDir>/test/replay/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/find-test-server.ts',
      globalTeardown: '<rootDir>/test/support/take-down.ts',
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/bring-up.ts',
      globalTeardown: '<rootDir>/test/support/take-down.ts',
    },
  ],
};
