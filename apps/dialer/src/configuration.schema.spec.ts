import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { listKeys, type ConfigurationKey } from '@marcador/platform/configuration-keys.js';
import { configurationSchema } from './configuration.schema.js';

const trunk = {
  servers: ['osv.example.com'],
  domain: 'example.com',
  ports: [{ user: '100', password: 'p' }],
};
const telephony = { trunks: [trunk] };

function row({ name, default: preset, optional, description }: ConfigurationKey): string {
  const shown = name === 'nodeName' ? "the machine's name" : preset && `\`${preset}\``;
  return `| \`${name}\` | ${shown ?? (optional ? '' : '**required**')} | ${description} |`.replace(
    / +/g,
    ' ',
  );
}

describe('the configuration of the service', () => {
  it('is documented key by key', () => {
    const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
    const documented = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(documented.map((line) => line.replace(/ +/g, ' '))).toEqual(
      listKeys(configurationSchema).map(row),
    );
  });

  it('has a default for everything but telephony', () => {
    expect(configurationSchema.parse({ telephony })).toMatchObject({
      nodeName: hostname(),
      https: { port: 9443 },
      telephony: { trunks: [{ callsPerSecond: 10, transfer: { successOn: 'answered' } }] },
      dialing: { ringTimeoutMs: 30_000, retryMinuteMs: 60_000 },
    });
  });

  it('needs telephony', () => {
    expect(configurationSchema.safeParse({}).error?.issues).toMatchObject([{ path: ['telephony'] }]);
  });

  it('needs a pair of RTP ports for each dialer port', () => {
    const ports = ['1', '2', '3'].map((user) => ({ user, password: 'secret' }));
    const given = (min: number, max: number) =>
      configurationSchema.safeParse({
        telephony: { trunks: [{ ...trunk, ports }], rtpPorts: { min, max } },
      });
    expect(given(16_384, 16_389).success).toBe(true);
    expect(given(16_384, 16_388).error?.issues).toEqual([
      expect.objectContaining({ path: ['telephony', 'rtpPorts'] }),
    ]);
  });

  it('tells two dialer ports, and two trunks, apart', () => {
    const other = { ...trunk, domain: 'example.org' };
    const given = (...trunks: object[]) => configurationSchema.safeParse({ telephony: { trunks } });
    expect(given(trunk, { ...other, ports: [{ user: '101', password: 'p' }] }).success).toBe(true);
    expect(given(trunk, other).error?.issues).toEqual([
      expect.objectContaining({ path: ['telephony', 'trunks'] }),
    ]);
    expect(given(trunk, { ...trunk, ports: [{ user: '101', password: 'p' }] }).error?.issues).toEqual([
      expect.objectContaining({ path: ['telephony', 'trunks'] }),
    ]);
  });

  it('takes a certificate only together with its key', () => {
    const result = configurationSchema.safeParse({ telephony, https: { certificateFile: 'a.pem' } });
    expect(result.error?.issues).toEqual([expect.objectContaining({ path: ['https'] })]);
  });
});
