const chaos = require('../../jest.chaos.config');

const [project] = chaos.projects;

/** More than twenty minutes, so not a part of `npm test`, which runs a sample of it. */
/** @type {import('jest').Config} */
module.exports = {
  ...chaos,
  rootDir: '../..',
  projects: [{ ...project, rootDir: '.', displayName: 'alertmanager', testMatch: ['<rootDir>/test/alertmanager/**/*.test.ts'] }],
};
