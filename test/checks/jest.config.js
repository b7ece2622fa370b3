const chaos = require('../../jest.chaos.config');

const [project] = chaos.projects;

/** Minutes, so not a part of `npm test`, which runs a sample of it. */
/** @type {import('jest').Config} */
module.exports = {
  ...chaos,
  rootDir: '../..',
  projects: [{ ...project, rootDir: '.', displayName: 'checks', testMatch: ['<rootDir>/test/checks/**/*.test.ts'] }],
};
