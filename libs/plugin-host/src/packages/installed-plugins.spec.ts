import { ManualClock } from '@marcador/platform/manual-clock.js';
import { defineDncProvider } from '@marcador/plugin-api';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { dncCode, packPlugin, type PluginSource } from '../../../../test/support/pack-plugin.js';
import { createAnalyser } from '../amd-analyser.js';
import { ExtensionRegistry } from '../extension-registry.js';
import type { InstanceRow } from '../instance-store.js';
import { PluginInstances } from '../plugin-instances.js';
import { InstalledPlugins } from './installed-plugins.js';
import { LoadMarks } from './load-marks.js';
import { PackageFolders } from './package-folders.js';
import type { StoredPackage } from './package-store.js';
import { readPackedPlugin } from './packed-plugin.js';
import { IMPORT_DEADLINE_MS } from './probe.js';

const NUMBER = '554181020000';
const OTHER = '554181021119';
const ACME = [{ kind: 'dnc-provider', id: 'acme-dnc' }] as const;

const builtInDnc = defineDncProvider({
  id: 'built-in',
  displayName: 'Built in',
  config: z.object({}),
  create: () => ({ check: () => Promise.resolve({ listed: false }) }),
});

const log = { debug() {}, info() {}, warn() {}, error() {} };
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A node on a folder of its own. */
async function node({ settleMs = 0 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-plugins-'));
  folders.push(folder);
  const clock = new ManualClock('2026-01-01T00:00:00Z');
  const packages: (StoredPackage & { packed: Uint8Array })[] = [];
  const rows: InstanceRow[] = [
    { id: 'i', kind: 'dnc-provider', type: 'acme-dnc', name: 'Registry', config: { ending: '0000' } },
  ];
  const database = { isDown: false };
  const start = () => {
    const registry = new ExtensionRegistry([builtInDnc]);
    const store = {
      all: () => (database.isDown ? Promise.reject(new Error('No database.')) : Promise.resolve(rows)),
      find: (id: string) => Promise.resolve(rows.find((row) => row.id === id)),
    };
    const numberSets = { forInstance: () => undefined as never };
    const instances = new PluginInstances(registry, { store, numberSets, clock, log });
    const installed = new InstalledPlugins({
      ...{ registry, instances, settleMs, clock, log },
      store: {
        all: () => Promise.resolve(packages),
        packed: (id) => Promise.resolve(packages.find((each) => each.id === id)?.packed),
      },
      folders: new PackageFolders(join(folder, 'plugins')),
      marks: new LoadMarks(join(folder, 'marks'), clock),
    });
    return { registry, instances, installed };
  };
  const started = start();
  await started.installed.sweep();
  await started.instances.load();
  /** Stores a package beside the others. */
  const wantToo = async (source: PluginSource, changes: Partial<StoredPackage> = {}) => {
    const packed = await packPlugin(source);
    const { manifest, sha512 } = await readPackedPlugin(packed);
    const { name, version, extensions } = manifest;
    packages.push({
      ...{ id: `p${packages.length}`, name, version, sha512, extensions, enabled: true, packed },
      ...changes,
    });
    return { name, sha512: changes.sha512 ?? sha512 };
  };
  /** Stores what the package says, with the changes, and nothing else. */
  const want = (source: PluginSource, changes: Partial<StoredPackage> = {}) => {
    packages.length = 0;
    return wantToo(source, changes);
  };
  const install = async (source: PluginSource = {}, commit = () => Promise.resolve()) =>
    started.installed.install(await readPackedPlugin(await packPlugin(source)), commit);
  const check = async (number = NUMBER) => (await started.instances.dnc('i').check(number)).kind;
  const unpacked = () => readdir(join(folder, 'plugins'));
  return {
    ...started,
    start,
    database,
    clock,
    folder,
    packages,
    rows,
    want,
    wantToo,
    install,
    check,
    unpacked,
  };
}

describe('a plugin that is installed', () => {
  it('puts the instances in service that wait for its type', async () => {
    const { install, check, registry, unpacked } = await node();
    expect(await check()).toBe('unknown');
    await install();
    expect([await check(), await check(OTHER)]).toEqual(['listed', 'clear']);
    expect(registry.list().map(({ id }) => id)).toEqual(['built-in', 'acme-dnc']);
    expect(await unpacked()).toHaveLength(1);
  });

  it('may carry several extensions', async () => {
    const { install, registry } = await node();
    const code = `
      import { defineDncProvider, definePacingStrategy } from '@marcador/plugin-api';
      import { z } from 'zod';
      const dnc = defineDncProvider({ id: 'acme-dnc', displayName: 'D', config: z.object({}), create: () => ({}) });
      const slow = definePacingStrategy({ id: 'slow', displayName: 'S', config: z.object({}), create: () => ({}) });
      export default [dnc, slow];`;
    await install({ code, extensions: [...ACME, { kind: 'pacing-strategy', id: 'slow' }] });
    expect(registry.find('pacing-strategy', 'slow')?.displayName).toBe('S');
  });

  it('may have its instances in threads of their own', async () => {
    const { install, instances, check } = await node();
    const code = `
      import { threadId } from 'node:worker_threads';
      ${dncCode('acme-dnc', { check: 'if (threadId === 0) throw new Error("Not isolated.");' })}`;
    const isolated = code
      .replace('export default', 'const dnc =')
      .replace("id: 'acme-dnc',", "id: 'acme-dnc', isolated: true, module: import.meta.url,");
    await install({ code: `${isolated}\nexport default [dnc];` });
    expect([await check(), await check(OTHER)]).toEqual(['listed', 'clear']);
    await instances.close();
  });

  it('uses packages that it brings', async () => {
    const { install, check } = await node();
    const files = {
      'node_modules/endings/package.json': '{"name":"endings","type":"module","exports":"./index.js"}',
      'node_modules/endings/index.js': 'export const listed = true;',
    };
    const code = dncCode('acme-dnc', { check: 'return { listed };' });
    await install({ code: `import { listed } from 'endings';${code}`, files });
    expect(await check(OTHER)).toBe('listed');
  });

  const faults: [string, PluginSource, string][] = [
    ['throws when it is imported', { code: 'throw new Error("no licence");' }, 'plugin-import-failed'],
    ['cannot be parsed', { code: 'export default {{' }, 'plugin-import-failed'],
    ['ends the process', { code: 'process.exit(0);' }, 'plugin-import-failed'],
    ['exports nothing', { code: 'export const x = 1;' }, 'plugin-import-failed'],
    ['exports something else', { code: 'export default { id: "acme-dnc" };' }, 'plugin-import-failed'],
    ['declares another id than its manifest', { code: dncCode('other') }, 'plugin-declares'],
    [
      'declares less than its manifest',
      { extensions: [...ACME, { kind: 'dnc-provider', id: 'more' }] },
      'plugin-declares',
    ],
    [
      'has the id of another plugin',
      { code: dncCode('built-in'), extensions: [{ kind: 'dnc-provider', id: 'built-in' }] },
      'plugin-extension-taken',
    ],
    [
      'names a module that has nothing of it',
      {
        code: dncCode('acme-dnc').replace(
          "id: 'acme-dnc',",
          "id: 'acme-dnc', module: new URL('./other.js', import.meta.url).href,",
        ),
        files: { 'dist/other.js': 'export const x = 1;' },
      },
      'plugin-import-failed',
    ],
    [
      'has a form that cannot be drawn',
      { code: dncCode('acme-dnc').replace("z.string().default('0000')", 'z.date()') },
      'plugin-import-failed',
    ],
  ];
  it.each(faults)('is refused when it %s, and leaves no trace', async (_, source, code) => {
    const { install, check, registry, unpacked } = await node();
    let isStored = false;
    await expect(
      install(source, () => {
        isStored = true;
        return Promise.resolve();
      }),
    ).rejects.toMatchObject({ said: { code } });
    expect({ isStored, verdict: await check(), unpacked: await unpacked() }).toEqual({
      isStored: false,
      verdict: 'unknown',
      unpacked: [],
    });
    expect(registry.list().map(({ id }) => id)).toEqual(['built-in']);
  });

  it.each([
    ['waits for ever', 'await new Promise(() => {}); export default 1;'],
    ['never comes to an end', 'for (;;) {}'],
  ])('is refused when its import %s, and leaves no trace', async (_, code) => {
    const { install, clock, unpacked } = await node();
    const refused = expect(install({ code })).rejects.toMatchObject({
      said: { code: 'plugin-import-hangs' },
    });
    // The deadline, beside the time that the package is on trial.
    while (clock.timers < 2) await new Promise(setImmediate);
    await clock.advance(IMPORT_DEADLINE_MS);
    await refused;
    expect(await unpacked()).toEqual([]);
  });

  it('is refused when it holds everything up after its import', async () => {
    const { install, clock } = await node();
    let deadlines = 0;
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (ms, callback) => {
      if (ms === IMPORT_DEADLINE_MS) deadlines += 1;
      return setTimer(ms, callback);
    };
    const loop = `
      import { parentPort } from 'node:worker_threads';
      parentPort?.on('message', () => { for (;;); });`;
    const refused = expect(install({ code: `${loop}${dncCode('acme-dnc')}` })).rejects.toMatchObject({
      said: { code: 'plugin-import-hangs' },
    });
    while (deadlines < 2) await new Promise(setImmediate);
    await clock.advance(IMPORT_DEADLINE_MS);
    await refused;
  });

  it.each([
    ['throws', 'setTimeout(() => { throw new Error("no licence"); }, 20);'],
    ['rejects', 'setTimeout(() => void Promise.reject(new Error("no licence")), 20);'],
    ['ends the process', 'setTimeout(() => process.exit(0), 20);'],
  ])('is refused when it %s a moment after its import, and leaves no trace', async (_, fault) => {
    const { install, check, unpacked } = await node({ settleMs: 1000 });
    await expect(install({ code: `${dncCode('acme-dnc')}${fault}` })).rejects.toMatchObject({
      said: { code: 'plugin-import-failed' },
    });
    expect([await check(), await unpacked()]).toEqual(['unknown', []]);
  });

  it('leaves no trace when it cannot be stored', async () => {
    const { install, check, unpacked } = await node();
    await expect(install({}, () => Promise.reject(new Error('No database.')))).rejects.toThrow(
      'No database.',
    );
    expect([await check(), await unpacked()]).toEqual(['unknown', []]);
  });

  it('cannot be installed a second time', async () => {
    const { install, check } = await node();
    await install();
    await expect(install()).rejects.toMatchObject({ said: { code: 'plugin-there-already' } });
    expect(await check()).toBe('listed');
  });
});

describe('a type', () => {
  it.each<[string, Partial<StoredPackage>]>([
    ['disabled', { enabled: false }],
    ['refused', { sha512: 'f'.repeat(128) }],
  ])('is not taken over from a plugin that is %s', async (state, changes) => {
    const { installed, want, install, check, unpacked } = await node();
    const wanted = await want({}, changes);
    await installed.reconcile();
    expect(installed.state(wanted)).toMatchObject({ state });
    await expect(install({ name: 'rival' })).rejects.toMatchObject({
      said: { code: 'plugin-extension-taken' },
    });
    expect([await check(), await unpacked()]).toEqual(['unknown', []]);
  });
});

describe('an upgrade', () => {
  const second = (faults: Parameters<typeof dncCode>[1]): PluginSource => ({
    version: '2.0.0',
    code: dncCode('acme-dnc', faults),
  });

  it('takes the place of the old version, whose files stay for the calls under way', async () => {
    const { install, check, unpacked } = await node();
    await install();
    await install(second({ check: 'return { listed: false };' }));
    expect([await check(), (await unpacked()).length]).toEqual(['clear', 2]);
  });

  it('lets the old version answer what it was asked before it is closed', async () => {
    const { install, instances, check } = await node();
    const gate = { open: () => {}, closed: false };
    (globalThis as Record<string, unknown>)['testGate'] = gate;
    const waits = 'if (globalThis.testGate) await new Promise((r) => { globalThis.testGate.open = r; });';
    const close = dncCode('acme-dnc', { check: waits }).replace(
      'async check',
      'async close() { globalThis.testGate.closed = true; }, async check',
    );
    await install({ code: close });
    const asked = instances.dnc('i').check(NUMBER);
    const upgraded = install(second({ check: 'return { listed: false };' }), () => {
      gate.open();
      return Promise.resolve();
    });
    expect((await asked).kind).toBe('listed');
    await upgraded;
    expect([await check(), gate.closed]).toEqual(['clear', true]);
    delete (globalThis as Record<string, unknown>)['testGate'];
  });

  const bad: [string, PluginSource, string][] = [
    [
      'is not healthy',
      second({ health: 'return { healthy: false, message: "Wrong key." };' }),
      'plugin-worse',
    ],
    ['throws when it is asked for its health', second({ health: 'throw new Error("x");' }), 'plugin-worse'],
    [
      'does not take the configuration there is',
      { ...second({}), code: dncCode('acme-dnc').replace("z.string().default('0000')", 'z.number()') },
      'plugin-worse',
    ],
    [
      'no longer has the type',
      { version: '2.0.0', code: dncCode('new-dnc'), extensions: [{ kind: 'dnc-provider', id: 'new-dnc' }] },
      'plugin-worse',
    ],
    [
      'throws when it is imported',
      { version: '2.0.0', code: 'throw new Error("x");' },
      'plugin-import-failed',
    ],
  ];
  it.each(bad)('that %s is rolled back: the old version serves on', async (_, source, code) => {
    const { install, check, registry, unpacked } = await node();
    await install();
    const [before] = await unpacked();
    let isStored = false;
    const commit = () => Promise.resolve(void (isStored = true));
    await expect(install(source, commit)).rejects.toMatchObject({ said: { code } });
    expect([isStored, await check(), await unpacked()]).toEqual([false, 'listed', [before]]);
    expect(registry.list().map(({ id }) => id)).toEqual(['built-in', 'acme-dnc']);
  });

  it('of a detector is what media workers load for the next calls', async () => {
    const { install, instances, rows } = await node();
    const detector = (version: string, answeredBy: string): PluginSource => ({
      version,
      extensions: [{ kind: 'amd-detector', id: 'acme-amd' }],
      code: `
        import { defineAmdDetector } from '@marcador/plugin-api';
        import { z } from 'zod';
        const verdict = { answeredBy: '${answeredBy}', reason: 'tone', confidence: 1, atMs: 20, measurements: {} };
        export default defineAmdDetector({
          id: 'acme-amd', displayName: 'Acme', module: import.meta.url, config: z.object({}),
          create: () => ({ limitMs: 4000, analyse: () => ({ push: () => verdict, finish: () => verdict }) }),
        });`,
    });
    /** As a media worker does. */
    const nextCall = async () => {
      const plan = instances.amd('d');
      if (plan.kind !== 'listen') return undefined;
      const made = await createAnalyser(plan.task.input, log);
      return made.analyse().push(new Int16Array(160))?.answeredBy;
    };
    await install(detector('1.0.0', 'HUMAN'));
    rows.push({ id: 'd', kind: 'amd-detector', type: 'acme-amd', name: 'Detector', config: {} });
    await instances.reload('d');
    expect(await nextCall()).toBe('HUMAN');
    await install(detector('2.0.0', 'MACHINE'));
    expect(await nextCall()).toBe('MACHINE');
  });

  it('of a disabled plugin leaves it disabled', async () => {
    const { installed, want, install, check, unpacked } = await node();
    await want({}, { enabled: false });
    await installed.reconcile();
    await install(second({}), async () => void (await want(second({}), { enabled: false })));
    const { sha512 } = await readPackedPlugin(await packPlugin(second({})));
    expect(installed.state({ name: 'acme-dnc', sha512 })).toEqual({ state: 'disabled' });
    expect([await check(), await unpacked()]).toEqual(['unknown', []]);
  });

  it('is done before a change that comes in the meantime is looked at', async () => {
    const { installed, install, want } = await node();
    await install();
    const done: string[] = [];
    const next = await readPackedPlugin(await packPlugin(second({})));
    const upgraded = installed.install(next, () => Promise.resolve(void done.push('upgraded')));
    const disabled = installed.change(async () => {
      done.push('disabled');
      await want(second({}), { enabled: false });
    });
    await Promise.all([upgraded, disabled]);
    expect(done).toEqual(['upgraded', 'disabled']);
    expect(installed.state({ name: 'acme-dnc', sha512: next.sha512 })).toEqual({ state: 'disabled' });
  });

  it('is not held up by an instance that was ill before', async () => {
    const { install, check } = await node();
    const ill = 'return { healthy: false, message: "The registry is down." };';
    await install({ code: dncCode('acme-dnc', { health: ill }) });
    await install(second({ check: 'return { listed: false };', health: ill }));
    expect(await check()).toBe('clear');
  });
});

describe('a node', () => {
  it('brings itself to what is stored, and tells how each plugin fares', async () => {
    const { installed, want, check, packages, unpacked } = await node();
    const wanted = await want({});
    expect(installed.state(wanted)).toMatchObject({ state: 'missing' });
    await installed.reconcile();
    expect([installed.state(wanted), await check()]).toEqual([{ state: 'loaded' }, 'listed']);
    packages.pop();
    await installed.reconcile();
    expect([await check(), await unpacked()]).toEqual(['unknown', []]);
  });

  it('takes up the version that is stored', async () => {
    const { installed, want, check } = await node();
    await want({});
    await installed.reconcile();
    const code = dncCode('acme-dnc', { check: 'return { listed: false };' });
    const wanted = await want({ version: '2.0.0', code });
    await installed.reconcile();
    expect([installed.state(wanted), await check()]).toEqual([{ state: 'loaded' }, 'clear']);
  });

  it('refuses bytes that are not those which were installed', async () => {
    const { installed, want, instances, unpacked } = await node();
    const wanted = await want({}, { sha512: 'f'.repeat(128) });
    await installed.reconcile();
    expect(installed.state(wanted)).toMatchObject({ state: 'refused', reason: { code: 'plugin-hash' } });
    expect(await instances.health('i')).toMatchObject({ healthy: false, code: 'plugin-hash' });
    expect(await unpacked()).toEqual([]);
  });

  it('leaves a type alone that another plugin declares, also when the one that wanted it goes', async () => {
    const { installed, want, registry, instances, rows, packages } = await node();
    rows.push({ id: 'b', kind: 'dnc-provider', type: 'built-in', name: 'Built in', config: {} });
    await instances.reload('b');
    const inService = instances.dnc('b');
    const code = dncCode('built-in');
    const wanted = await want({ code, extensions: [{ kind: 'dnc-provider', id: 'built-in' }] });
    await installed.reconcile();
    expect(installed.state(wanted)).toMatchObject({
      state: 'refused',
      reason: { code: 'plugin-extension-taken' },
    });
    packages.pop();
    await installed.reconcile();
    expect(registry.find('dnc-provider', 'built-in')?.displayName).toBe('Built in');
    expect(instances.dnc('b')).toBe(inService);
  });

  it('serves on with the old version when the stored one is refused', async () => {
    const { installed, want, check } = await node();
    await want({});
    await installed.reconcile();
    const wanted = await want({ version: '2.0.0', code: 'throw new Error("x");' });
    await installed.reconcile();
    expect(installed.state(wanted)).toMatchObject({ state: 'refused' });
    expect(await check()).toBe('listed');
  });

  it('does not load what it has ended soon after twice, until somebody asks for it', async () => {
    const { start, want, check } = await node();
    const wanted = await want({});
    const lives = [start(), start(), start()] as const;
    for (const { installed } of lives) await installed.reconcile();
    const [, , { installed, instances }] = lives;
    await instances.load();
    expect(installed.state(wanted)).toMatchObject({
      state: 'refused',
      reason: { code: 'plugin-ended-service' },
    });
    expect(await instances.health('i')).toMatchObject({ healthy: false, code: 'plugin-ended-service' });
    await installed.change(() => installed.forgive(wanted.sha512));
    expect([installed.state(wanted), (await instances.dnc('i').check(NUMBER)).kind]).toEqual([
      { state: 'loaded' },
      'listed',
    ]);
    expect(await check()).toBe('unknown');
  });

  describe('of several plugins', () => {
    const SETTLE_MS = 1000;
    const other = (more = ''): PluginSource => ({
      name: 'other-dnc',
      extensions: [{ kind: 'dnc-provider', id: 'other-dnc' }],
      code: `${dncCode('other-dnc')}${more}`,
    });

    /** A node that tells how many packages are or were watched. */
    async function watching() {
      const its = await node({ settleMs: SETTLE_MS });
      const { clock } = its;
      let watched = 0;
      const setTimer = clock.setTimer.bind(clock);
      clock.setTimer = (ms, callback) => {
        if (ms === SETTLE_MS) watched += 1;
        return setTimer(ms, callback);
      };
      const untilWatched = async (count: number) => {
        while (watched < count) await new Promise(setImmediate);
      };
      return { ...its, untilWatched, marks: () => readdir(join(its.folder, 'marks')) };
    }

    it('watches all side by side', async () => {
      const { installed, want, wantToo, clock, untilWatched } = await watching();
      const both = [await want({}), await wantToo(other())];
      const reconciled = installed.reconcile();
      await untilWatched(2);
      await clock.advance(SETTLE_MS);
      await reconciled;
      expect(both.map((each) => installed.state(each).state)).toEqual(['loaded', 'loaded']);
    });

    it('refuses the one that fails while it is watched, and no other', async () => {
      const { installed, want, wantToo, clock, untilWatched, unpacked, marks } = await watching();
      // When it is asked at the end whether it is still there.
      const fails = `
        import { parentPort } from 'node:worker_threads';
        parentPort?.on('message', () => process.exit(1));`;
      const [bad, good] = [await want({ code: `${fails}${dncCode('acme-dnc')}` }), await wantToo(other())];
      const reconciled = installed.reconcile();
      await untilWatched(2);
      await clock.advance(SETTLE_MS);
      await reconciled;
      expect([bad, good].map((each) => installed.state(each).state)).toEqual(['refused', 'loaded']);
      expect([await unpacked(), await marks()]).toEqual([[good.sha512], [good.sha512]]);
    });

    it('leaves nothing of one that was watched and may not have its type', async () => {
      const { installed, want, wantToo, clock, untilWatched, unpacked, marks } = await watching();
      const both = [await want({}), await wantToo({ name: 'rival' })] as const;
      const reconciled = installed.reconcile();
      await untilWatched(2);
      await clock.advance(SETTLE_MS);
      await reconciled;
      expect(both.map((each) => installed.state(each).state)).toEqual(['loaded', 'refused']);
      expect([await unpacked(), await marks()]).toEqual([[both[0].sha512], [both[0].sha512]]);
    });

    it('tries one after the other once the process has ended soon after loading one', async () => {
      const { start, folder, want, wantToo, clock, untilWatched, marks } = await watching();
      const [first, second] = [await want({}), await wantToo(other())];
      await new LoadMarks(join(folder, 'marks'), clock).begin('other-dnc', second.sha512);
      const { installed } = start();
      const reconciled = installed.reconcile();
      await untilWatched(1);
      await clock.advance(SETTLE_MS - 1);
      const marked = (await marks()).map((sha512) => sha512 === first.sha512);
      expect(await readFile(join(folder, 'marks', second.sha512), 'utf8')).toBe('1');
      await clock.advance(1);
      await untilWatched(2);
      await clock.advance(SETTLE_MS);
      await reconciled;
      expect(marked.sort()).toEqual([false, true]);
      expect([first, second].map((each) => installed.state(each).state)).toEqual(['loaded', 'loaded']);
    });
  });

  it('misses a plugin that cannot be unpacked', async () => {
    const { installed, want, folder } = await node();
    const wanted = await want({ files: { ['n'.repeat(300)]: 'x' } });
    await installed.reconcile();
    expect(installed.state(wanted)).toMatchObject({
      state: 'missing',
      reason: { code: 'plugin-not-unpacked' },
    });
    expect(existsSync(folder)).toBe(true);
  });

  it.each<[string, (its: Awaited<ReturnType<typeof node>>) => unknown]>([
    ['disabled', ({ want }) => want({}, { enabled: false })],
    ['removed', ({ packages }) => packages.pop()],
  ])('ends a plugin that was %s when the database answers again', async (_, change) => {
    const its = await node();
    const { installed, want, check, registry, database } = its;
    await want({});
    await installed.reconcile();
    await change(its);
    database.isDown = true;
    await expect(installed.reconcile()).rejects.toThrow('No database.');
    expect([await check(), registry.list().length]).toEqual(['listed', 2]);
    database.isDown = false;
    await installed.reconcile();
    expect([await check(), registry.list().length]).toEqual(['unknown', 1]);
  });

  it('says of a refused plugin that it is disabled once it is', async () => {
    const { installed, want } = await node();
    await want({}, { sha512: 'f'.repeat(128) });
    await installed.reconcile();
    const wanted = await want({}, { sha512: 'f'.repeat(128), enabled: false });
    await installed.reconcile();
    expect(installed.state(wanted)).toEqual({ state: 'disabled' });
  });

  it('keeps the instances of a disabled plugin out of service, with the reason, until it is enabled', async () => {
    const { installed, want, check, instances } = await node();
    await want({});
    await installed.reconcile();
    const wanted = await want({}, { enabled: false });
    await installed.reconcile();
    expect(installed.state(wanted)).toEqual({ state: 'disabled' });
    expect(await instances.health('i')).toMatchObject({ healthy: false, code: 'plugin-disabled' });
    await want({});
    await installed.reconcile();
    expect(await check()).toBe('listed');
  });
});
