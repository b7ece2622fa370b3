const { projects, reporters } = require('./jest.config');

/** Against the workspace of SLACK_BOT_TOKEN: it makes a real channel, which stays, so it is never a part of `npm test`. */
/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 60_000,
  reporters,
  projects: [
    {
      ...projects[0],
      displayName: 'slack-live',
      testMatch: ['<rootDir>/test/slack-live/**/*.test.ts'],
      globalSetup: '<rootDir>/test/slack-live/lacking.ts',
    },
  ],
};
