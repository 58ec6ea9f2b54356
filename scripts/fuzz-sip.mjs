// npm run fuzz:sip -- --inputs 200000 --seed N: hostile SIP, SDP and RTP to a dialer port with a call in progress, a JSON
// line for each family of inputs.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
  },
});
const { status } = spawnSync(
  process.execPath,
  [
    ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
    ...['--selectProjects', 'unit', '--testPathPatterns', 'sip/fuzz'],
  ],
  { stdio: 'inherit', env: { ...process.env, FUZZ_INPUTS: values.inputs, FUZZ_SEED: values.seed } },
);
process.exitCode = status ?? 1;
