const chaos = require('../../jest.chaos.config');

const [project] = chaos.projects;

/** Ten minutes by default, so not a part of `npm test`. */
/** @type {import('jest').Config} */
module.exports = {
  ...chaos,
  rootDir: '../..',
  projects: [{ ...project, rootDir: '.', displayName: 'endurance', testMatch: ['<rootDir>/test/endurance/**/*.test.ts'] }],
};
