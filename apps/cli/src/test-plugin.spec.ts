import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dncCode, packPlugin } from '../../../test/support/pack-plugin.js';
import { testPlugin } from './test-plugin.js';

/** A registry that can fail. */
const OUTSIDE = `
  import { createServer } from 'node:http';
  export default {
    faults: ['status 500', 'no answer'],
    async start(listed) {
      let fault;
      const server = createServer(({ url }, response) => {
        if (fault === 'no answer') return;
        response.writeHead(fault === undefined ? 200 : 500).end(JSON.stringify({ listed: listed.has(url.slice(1)) }));
      });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      return {
        config: { origin: 'http://127.0.0.1:' + server.address().port },
        fail(next) { fault = next; },
        mend() { fault = undefined; server.closeAllConnections(); },
        stop() { server.closeAllConnections(); server.close(); },
      };
    },
  };`;

/** The entry of a connector to it. */
const connector = (whenItFails: string) => `
  import { defineDncProvider } from '@marcador/plugin-api';
  import { z } from 'zod';
  export default defineDncProvider({
    id: 'acme-dnc',
    displayName: 'Acme registry',
    config: z.object({ origin: z.url({ protocol: /^https?$/ }) }),
    create: ({ origin }) => ({
      async check(number, { signal }) {
        try {
          const response = await fetch(origin + '/' + number, { signal });
          if (!response.ok) throw new Error('status ' + response.status);
          return await response.json();
        } catch (error) {
          ${whenItFails};
        }
      },
    }),
  });`;

const [LISTED, CLEAR] = ['12025550000', '12025550001'];

describe('a packed plugin that is tried', () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-packed-'));
    file = join(folder, 'acme.tgz');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function tried(
    packed: Uint8Array,
    given: { config?: string; outside?: string; listed?: readonly string[]; clear?: readonly string[] } = {},
  ) {
    await writeFile(file, packed);
    const lines: string[] = [];
    const options = { config: undefined, outside: undefined, listed: [LISTED], clear: [CLEAR], ...given };
    const areKept = await testPlugin({ command: 'test', file, ...options }, (line) => lines.push(line));
    return { areKept, told: lines.join('\n') };
  }

  it('keeps the rules, each of which is told', async () => {
    const { areKept, told } = await tried(await packPlugin());
    expect(told).not.toContain('BROKEN');
    expect(told).toContain('acme-dnc 1.0.0: dnc-provider acme-dnc');
    expect(told).toContain('kept   says that a number on the list is listed');
    expect(areKept).toBe(true);
  });

  it('breaks a rule, and is told how', async () => {
    const { areKept, told } = await tried(await packPlugin(), { listed: [CLEAR], clear: [] });
    expect(told).toMatch(/BROKEN says that a number on the list is listed\n +A number that is on the list/);
    expect(areKept).toBe(false);
  });

  it('takes the configuration of a file', async () => {
    const config = join(folder, 'config.json');
    await writeFile(config, '{"ending":"0001"}');
    const { areKept } = await tried(await packPlugin(), { config, listed: [CLEAR], clear: [LISTED] });
    expect(areKept).toBe(true);
  });

  it('is tried by all rules with a fake of its outside: one that calls whom it cannot ask about is found out', async () => {
    const outside = join(folder, 'outside.mjs');
    await writeFile(outside, OUTSIDE);
    const careful = await tried(await packPlugin({ code: connector('throw error') }), { outside });
    expect(careful).toMatchObject({ areKept: true });
    const careless = await tried(await packPlugin({ code: connector('return { listed: false }') }), {
      outside,
    });
    expect(careless.told).toMatch(/BROKEN .*status 500/);
    expect(careless.areKept).toBe(false);
    await writeFile(join(folder, 'none.mjs'), 'export default {};');
    await expect(tried(await packPlugin(), { outside: join(folder, 'none.mjs') })).rejects.toThrow(
      'exports no fake of the outside',
    );
  });

  it('is not tried when it is refused, or its configuration is none', async () => {
    await expect(tried(await packPlugin({ api: '^7.0' }))).rejects.toThrow('^7.0');
    await expect(tried(await packPlugin({ code: dncCode('other') }))).rejects.toThrow('other');
    const config = join(folder, 'list.json');
    await writeFile(config, 'ending: 1');
    await expect(tried(await packPlugin(), { config })).rejects.toThrow('holds no configuration');
    await writeFile(config, '{"ending":7}');
    await expect(tried(await packPlugin(), { config })).rejects.toThrow(
      /with --config FILE: ending: .*string/,
    );
    await expect(tried(await packPlugin(), { config: join(folder, 'gone') })).rejects.toThrow('ENOENT');
  });
});
