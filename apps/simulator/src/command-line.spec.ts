import { readCommandLine, UsageError } from './command-line.js';
import { agentsOf, channelsOf } from './simulator-config.js';

const MINIMAL = JSON.stringify({ sip: { subscribers: [{ user: '1001', password: 'secret' }] } });

it('takes the configuration from the flag or the environment, and single flags before it', () => {
  expect(readCommandLine(['--config', MINIMAL], {})).toMatchObject({ timeScale: 1, exitWithParent: false });
  const given = readCommandLine(['--time-scale', '0.1', '--log-file', '/tmp/x', '--exit-with-parent'], {
    MARCADOR_SIMULATOR_CONFIG: MINIMAL,
  });
  expect(given).toMatchObject({ timeScale: 0.1, logFile: '/tmp/x', exitWithParent: true });
});

it.each([
  [[], /configuration is missing/],
  [['--nonsense'], /--nonsense/],
  [['--config', '{'], /must be a JSON object/],
  [['--config', '{}'], /^sip: /],
  [['--config', MINIMAL, '--time-scale', '0'], /^timeScale: /],
  [
    ['--config', MINIMAL.replace('"sip"', '"dnc":{"numbers":["+55"]},"sip"')],
    /^dnc\.numbers\[0\]: must be digits/,
  ],
  [['--config', MINIMAL.replace('"sip"', '"colour":1,"sip"')], /colour/],
])('names what is wrong with %j', (args, sentence) => {
  expect(() => readCommandLine(args, {})).toThrow(UsageError);
  expect(() => readCommandLine(args, {})).toThrow(sentence);
});

it('makes the agents and channels that a queue or service asks for', () => {
  const { contactCenter, voicePortal } = readCommandLine(['--config', MINIMAL], {});
  const agents = agentsOf({ ...contactCenter, agents: [{ id: 'ana', name: 'Ana', queues: ['sales'] }] });
  expect(agents.map((agent) => agent.id)).toEqual([...[1, 2, 3, 4, 5].map((n) => `sales-agent-${n}`), 'ana']);
  expect(channelsOf(voicePortal)).toHaveLength(5);
});
