const { writeFileSync } = require('node:fs');

/** Writes the plain closing line `N passed, N failed, N skipped` to the file that the environment names. */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.JEST_SUMMARY_FILE;
    if (!file) return;
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numRuntimeErrorTestSuites } = results;
    const failed = numFailedTests + (numFailedTests === 0 ? Math.max(numFailedTestSuites, numRuntimeErrorTestSuites) : 0);
    writeFileSync(file, `${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
  }
};
