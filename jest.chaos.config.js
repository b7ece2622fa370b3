const { projects, ...shared } = require('./jest.config');

const integration = projects.find(({ displayName }) => displayName === 'integration');

/** Every fault at every call: minutes, so not a part of `npm test`, which runs a sample. */
/** @type {import('jest').Config} */
module.exports = {
  ...shared,
  testTimeout: 1_800_000,
  projects: [
    {
      ...integration,
      displayName: 'chaos',
      testMatch: ['<rootDir>/test/chaos/**/*.test.ts', '<rootDir>/test/integration/life/continue-as-new.test.ts'],
    },
  ],
};
