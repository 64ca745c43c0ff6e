/** The last line of a test run: how many tests passed and failed, for a person or a script that reads only that. */
class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A file that could not even be loaded has no tests to count; it failed all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const rest = skipped > 0 ? `, ${skipped} skipped` : '';
    // Jest puts its own summary after every reporter it was given.
    process.once('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed${rest}`));
  }
}

module.exports = SummaryReporter;
