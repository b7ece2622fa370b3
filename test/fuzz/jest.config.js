const chaos = require('../../jest.chaos.config');

const [project] = chaos.projects;

/** A few minutes, so not a part of `npm test`, which runs a sample of it. */
/** @type {import('jest').Config} */
module.exports = {
  ...chaos,
  rootDir: '../..',
  projects: [
    {
      ...project,
      rootDir: '.',
      displayName: 'fuzz',
      testMatch: ['<rootDir>/test/fuzz/**/*.test.ts'],
      globalSetup: undefined,
      globalTeardown: undefined,
    },
  ],
};
