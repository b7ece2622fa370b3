const [unit] = require('./jest.config.js').projects;

/** `npm run record-histories`: records what test/replay replays. */
module.exports = { ...unit, displayName: 'record', testMatch: ['<rootDir>/test/replay/record-*.ts'], testTimeout: 300_000 };
