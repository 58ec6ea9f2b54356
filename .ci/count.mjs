// Adds up Jest's reports. A step that failed without a failed test (the check, a crash) counts as one failure.
import { readFileSync } from 'node:fs';

const [failedSteps, ...reports] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const report of reports) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } =
    JSON.parse(readFileSync(report, 'utf8'));
  total.passed += numPassedTests;
  total.failed += numFailedTests + numRuntimeErrorTestSuites;
  total.skipped += numPendingTests + numTodoTests;
}
if (total.failed === 0) total.failed = Number(failedSteps);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
