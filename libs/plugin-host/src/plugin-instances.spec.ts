import { ManualClock } from '@marcador/platform/manual-clock.js';
import {
  defineAmdDetector,
  defineDialTarget,
  defineDncProvider,
  definePacingStrategy,
  type NumberSet,
  type PluginHost,
  type QueueObserver,
} from '@marcador/plugin-api';
import { Test } from '@nestjs/testing';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { builtIn } from '../../../test/support/built-in.js';
import { ExtensionRegistry } from './extension-registry.js';
import type { InstanceRow } from './instance-store.js';
import { PluginHostModule, type PluginHostModuleTools } from './plugin-host.module.js';
import type { PluginHostTools } from './plugin-host-tools.js';
import { PluginInstances } from './plugin-instances.js';

const NUMBER = '554181021119';
const never = new AbortController().signal;

function world() {
  const rows = new Map<string, InstanceRow>();
  const closed: string[] = [];
  const observers: { answer: string; observer: QueueObserver }[] = [];
  const hosts = new Map<string, PluginHost>();
  const clock = new ManualClock('2026-01-01T00:00:00Z');

  const list = defineDncProvider({
    id: 'list',
    displayName: 'List',
    config: z.object({
      listed: z.boolean(),
      fails: z.boolean().default(false),
      hangs: z.boolean().default(false),
    }),
    create(config, host) {
      if (config.fails) throw new Error('The licence has run out.');
      hosts.set(host.instanceId, host);
      return {
        check: () => Promise.resolve({ listed: config.listed }),
        health: () =>
          config.hangs
            ? new Promise(() => {})
            : Promise.resolve({ healthy: !config.listed, message: 'It answers.' }),
        close: () => {
          closed.push(host.instanceId);
          return config.hangs ? new Promise(() => {}) : Promise.resolve();
        },
      };
    },
  });
  const keeper = defineDncProvider({
    id: 'keeper',
    displayName: 'Keeper',
    config: z.object({}),
    keepsNumbers: true,
    create: (_config, { numbers }) => ({ check: async (number) => ({ listed: await numbers.has(number) }) }),
  });
  const center = defineDialTarget({
    id: 'center',
    displayName: 'Center',
    config: z.object({ answer: z.string() }),
    create: ({ answer }) => ({
      queues: () => Promise.resolve([{ id: answer, name: answer }]),
      watch: (_queueId, observer) => void observers.push({ answer, observer }),
    }),
  });
  const amd = defineAmdDetector({
    id: 'amd',
    displayName: 'AMD',
    module: 'file:///plugins/amd.js',
    config: z.object({}),
    create: () => ({
      limitMs: 4000,
      analyse: () => ({ push: () => undefined, finish: () => undefined as never }),
    }),
  });
  const pacing = definePacingStrategy({
    id: 'pacing',
    displayName: 'Pacing',
    config: z.object({}),
    create: () => ({ callsToBegin: () => 1000 }),
  });

  const stub = defineDncProvider({
    id: 'stub',
    displayName: 'Stub',
    config: z.object({}),
    create: () => ({}) as never,
  });

  const plugins = [list, stub, keeper, center, amd, pacing];
  const numbers = { has: (number: string) => Promise.resolve(number === NUMBER) } as NumberSet;
  const tools: PluginHostTools = {
    store: {
      all: () => Promise.resolve([...rows.values()]),
      find: (id) => Promise.resolve(rows.get(id)),
    },
    numberSets: { forInstance: () => numbers },
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  };
  const save = (id: string, kind: string, type: string, config: unknown, keepAnswersMinutes = 0) =>
    rows.set(id, { id, kind, type, name: `the ${id}`, config, keepAnswersMinutes });
  const instances = new PluginInstances(new ExtensionRegistry(plugins), tools);
  return { rows, closed, observers, hosts, clock, plugins, tools, save, instances };
}

const state = { freeAgents: 2, unpromisedAgents: 2, inFlightCalls: 0, idlePorts: 9 };

describe('configured instances', () => {
  it('keeps many instances of one type, each with its own values', async () => {
    const { save, instances } = world();
    save('a', 'dnc-provider', 'list', { listed: true });
    save('b', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    await expect(instances.dnc('a').check(NUMBER)).resolves.toEqual({ kind: 'listed' });
    await expect(instances.dnc('b').check(NUMBER)).resolves.toEqual({ kind: 'clear' });
    expect(instances.name('a')).toBe('the a');
  });

  it('leaves out, with the reason, what cannot serve, and the others run', async () => {
    const { save, instances } = world();
    save('wrong', 'dnc-provider', 'list', { listed: 'yes' });
    save('unknown', 'dnc-provider', 'gone', {});
    save('throws', 'dnc-provider', 'list', { listed: true, fails: true });
    save('good', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    expect(instances.list()).toEqual([
      expect.objectContaining({
        id: 'wrong',
        inService: false,
        reason: expect.stringMatching(/listed: /) as string,
      }),
      expect.objectContaining({
        id: 'unknown',
        inService: false,
        reason: expect.stringMatching(/There is no type "gone"/) as string,
      }),
      expect.objectContaining({ id: 'throws', inService: false, reason: 'The licence has run out.' }),
      { id: 'good', kind: 'dnc-provider', type: 'list', name: 'the good', inService: true },
    ]);
    await expect(instances.dnc('throws').check(NUMBER)).resolves.toEqual({
      kind: 'unknown',
      reason: 'The licence has run out.',
    });
    await expect(instances.dnc('good').check(NUMBER)).resolves.toEqual({ kind: 'clear' });
  });

  it('lets nothing happen for an instance that does not exist', async () => {
    const { instances } = world();
    await instances.load();
    const reports: string[] = [];
    instances
      .target('x')
      .watch('q', { update: () => {}, unreachable: ({ reason }) => reports.push(reason) }, never);
    await expect(instances.dnc('x').check(NUMBER)).resolves.toMatchObject({ kind: 'unknown' });
    expect(reports).toEqual([expect.stringContaining('not configured')]);
    expect(instances.pacing('x').callsToBegin(state)).toBe(0);
    expect(instances.amd('x')).toMatchObject({
      kind: 'decided',
      verdict: { answeredBy: 'HUMAN', confidence: 0 },
    });
    await expect(instances.health('x')).resolves.toMatchObject({ healthy: false });
  });

  it('does not use an instance of another kind', async () => {
    const { save, instances } = world();
    save('p', 'pacing-strategy', 'pacing', {});
    await instances.load();
    await expect(instances.dnc('p').check(NUMBER)).resolves.toMatchObject({
      kind: 'unknown',
      code: 'wrong-kind',
      params: { name: 'the p' },
    });
  });

  it('guards a pacing strategy', async () => {
    const { save, instances } = world();
    save('p', 'pacing-strategy', 'pacing', {});
    await instances.load();
    expect(instances.pacing('p').callsToBegin(state)).toBe(2);
  });

  it('tells a media worker where to find a detector and how it is configured', async () => {
    const { save, instances } = world();
    save('m', 'amd-detector', 'amd', {});
    await instances.load();
    expect(instances.amd('m')).toEqual({
      kind: 'listen',
      task: {
        module: expect.stringMatching(/^file:.*\/plugin-host\/dist\/amd-analyser\.js$/) as string,
        input: { module: 'file:///plugins/amd.js', type: 'amd', instanceId: 'm', config: {} },
        limitMs: 4000,
      },
      ended: expect.any(Function) as () => void,
    });
  });

  it('takes calls for answered by a person while a detector fails again and again, and counts them', async () => {
    const { save, instances } = world();
    save('m', 'amd-detector', 'amd', {});
    await instances.load();
    for (let call = 0; call < 6; call++) {
      const plan = instances.amd('m');
      if (plan.kind === 'listen') plan.ended({ kind: 'failed', reason: 'broken' });
    }
    expect(instances.amd('m')).toMatchObject({ kind: 'decided', verdict: { reason: 'detector-failed' } });
    expect(instances.figures('m')).toMatchObject({ calls: 5, failures: 5, refused: 2, breaker: 'open' });
    await instances.reload('m');
    expect(instances.amd('m').kind).toBe('listen');
  });

  it('takes up a change and closes what served before', async () => {
    const { save, instances, closed } = world();
    save('a', 'dnc-provider', 'list', { listed: true });
    await instances.load();
    save('a', 'dnc-provider', 'list', { listed: false });
    await instances.reload('a');
    await expect(instances.dnc('a').check(NUMBER)).resolves.toEqual({ kind: 'clear' });
    expect(closed).toEqual(['a']);
  });

  it('retires what was removed', async () => {
    const { save, instances, closed, rows } = world();
    save('a', 'dnc-provider', 'list', { listed: false });
    save('b', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    await instances.remove('a');
    rows.delete('b');
    await instances.reload('b');
    expect(closed).toEqual(['a', 'b']);
    expect(instances.list()).toEqual([]);
    await expect(instances.dnc('a').check(NUMBER)).resolves.toMatchObject({ kind: 'unknown' });
  });

  it('lets who watches a queue follow the instance through change and removal', async () => {
    const { save, instances, observers } = world();
    save('t', 'dial-target', 'center', { answer: 'first' });
    await instances.load();
    const reports: unknown[] = [];
    const target = instances.target('t');
    target.watch(
      'q',
      { update: (s) => reports.push(s), unreachable: ({ code }) => reports.push(code) },
      never,
    );
    save('t', 'dial-target', 'center', { answer: 'second' });
    await instances.reload('t');
    expect(observers.map(({ answer }) => answer)).toEqual(['first', 'second']);
    observers[0]?.observer.update({ free: [], loggedOn: 0 });
    observers[1]?.observer.update({ free: ['c1'], loggedOn: 1 });
    await instances.remove('t');
    expect(reports).toEqual(['target-connecting', { free: ['c1'], loggedOn: 1 }, 'not-configured']);
    expect(instances.target('t')).toBe(target);
  });

  it('leaves an instance out of service that lacks what its kind needs', async () => {
    const { save, instances } = world();
    save('s', 'dnc-provider', 'stub', {});
    await instances.load();
    expect(instances.list()).toMatchObject([
      { inService: false, reason: expect.stringContaining('without check()') as string },
    ]);
  });

  it('counts the calls of an instance, over all who ask it', async () => {
    const { save, instances } = world();
    save('a', 'dnc-provider', 'list', { listed: true });
    await instances.load();
    await instances.dnc('a').check(NUMBER);
    await instances.dnc('a').check(NUMBER);
    expect(instances.figures('a')).toMatchObject({ calls: 2, failures: 0, breaker: 'closed' });
    expect(instances.figures('x')).toBeUndefined();
  });

  it('gives numbers to those types only that keep some', async () => {
    const { save, instances, hosts } = world();
    save('k', 'dnc-provider', 'keeper', {});
    save('a', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    await expect(instances.dnc('k').check(NUMBER)).resolves.toEqual({ kind: 'listed' });
    for (const member of ['has', 'count', 'add', 'replace'] as const) {
      expect(() => hosts.get('a')?.numbers[member]([] as never)).toThrow('keepsNumbers: true');
    }
  });

  it('asks a service again only when its answer is too old, where it keeps answers, or was configured anew', async () => {
    const { save, instances, clock } = world();
    save('a', 'dnc-provider', 'list', { listed: false }, 10);
    save('b', 'dnc-provider', 'list', { listed: false });
    save('k', 'dnc-provider', 'keeper', {}, 10);
    await instances.load();
    const asked = async (id: string) => {
      const before = instances.figures(id)?.calls ?? 0;
      for (let round = 0; round < 2; round++) await instances.dnc(id).check(NUMBER);
      return (instances.figures(id)?.calls ?? 0) - before;
    };
    expect([await asked('a'), await asked('b'), await asked('k')]).toEqual([1, 2, 2]);
    await clock.advance(599_999);
    expect(await asked('a')).toBe(0);
    await clock.advance(1);
    expect(await asked('a')).toBe(1);
    save('a', 'dnc-provider', 'list', { listed: true }, 10);
    await instances.reload('a');
    await expect(instances.dnc('a').check(NUMBER)).resolves.toEqual({ kind: 'listed' });
    save('a', 'dnc-provider', 'list', { listed: false, fails: true }, 10);
    await instances.reload('a');
    await expect(instances.dnc('a').check(NUMBER)).resolves.toMatchObject({ kind: 'unknown' });
  });

  it('does not use values of which some cannot be read', async () => {
    const { rows, save, instances } = world();
    save('a', 'dnc-provider', 'list', { listed: false });
    const fault = { reason: 'Its key is gone.' };
    rows.set('b', {
      id: 'b',
      kind: 'dnc-provider',
      type: 'list',
      name: 'b',
      config: { listed: false },
      fault,
    });
    await instances.load();
    await expect(instances.dnc('b').check(NUMBER)).resolves.toEqual({ kind: 'unknown', ...fault });
    expect(instances.list()).toMatchObject([{ inService: true }, { inService: false, ...fault }]);
  });

  it('tests values that are not saved under an id of their own, and closes what it made', async () => {
    const { save, instances, closed } = world();
    save('a', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    await expect(instances.test('dnc-provider', 'list', { listed: true })).resolves.toEqual({
      healthy: false,
      message: 'It answers.',
    });
    expect(closed).toHaveLength(1);
    expect(closed).not.toContain('a');
    expect(instances.list()).toHaveLength(1);
  });

  it('calls values unhealthy that fail the schema, whose create throws or whose type is unknown', async () => {
    const { instances } = world();
    for (const [type, config] of [
      ['list', {}],
      ['list', { listed: true, fails: true }],
      ['gone', {}],
    ] as const) {
      await expect(instances.test('dnc-provider', type, config)).resolves.toMatchObject({ healthy: false });
    }
  });

  it('waits for a health report 10 s, and for a close 5 s, at most', async () => {
    const { instances, clock } = world();
    const report = instances.test('dnc-provider', 'list', { listed: false, hangs: true });
    await clock.advance(15_000);
    await expect(report).resolves.toEqual({
      healthy: false,
      message: 'No answer within 10000 ms.',
      code: 'no-answer-within',
      params: { ms: 10_000 },
    });
  });

  it('closes all, even when one does not close', async () => {
    const { save, instances, closed, clock } = world();
    save('hangs', 'dnc-provider', 'list', { listed: false, hangs: true });
    save('good', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    const done = instances.close();
    await clock.advance(5000);
    await done;
    expect(closed).toEqual(['hangs', 'good']);
    await expect(instances.dnc('good').check(NUMBER)).resolves.toMatchObject({
      kind: 'unknown',
      reason: 'The service is shutting down.',
    });
  });

  it('serves on as it was when the store cannot be read', async () => {
    const { save, instances, tools } = world();
    save('a', 'dnc-provider', 'list', { listed: false });
    await instances.load();
    tools.store.find = () => Promise.reject(new Error('The database does not answer.'));
    await expect(instances.reload('a')).rejects.toThrow('The database does not answer.');
    await expect(instances.dnc('a').check(NUMBER)).resolves.toEqual({ kind: 'clear' });
  });
});

describe('the module of the plugin host', () => {
  const nothingInstalled = {
    packages: { all: () => Promise.resolve([]), packed: () => Promise.resolve(undefined) },
    packagesFolder: join(tmpdir(), `marcador-no-packages-${process.pid}`),
    settleMs: 0,
  };
  afterAll(() => rm(nothingInstalled.packagesFolder, { recursive: true, force: true }));

  it('loads the instances when it starts and closes them when it ends', async () => {
    const { plugins, tools, save, closed } = world();
    save('a', 'dnc-provider', 'list', { listed: false });
    const app = await Test.createTestingModule({
      imports: [
        PluginHostModule.forRoot({
          plugins: plugins.map(builtIn),
          imports: [
            {
              module: class Tools {},
              providers: [{ provide: 'TOOLS', useValue: { ...tools, ...nothingInstalled } }],
              exports: ['TOOLS'],
            },
          ],
          inject: ['TOOLS'],
          useFactory: (injected: PluginHostModuleTools) => injected,
        }),
      ],
    }).compile();
    await app.init();
    await expect(app.get(PluginInstances).dnc('a').check(NUMBER)).resolves.toEqual({ kind: 'clear' });
    expect(app.get(ExtensionRegistry).list()).toHaveLength(6);
    await app.close();
    expect(closed).toEqual(['a']);
  });

  it('refuses a plugin that is there twice before anything starts', () => {
    const { plugins, tools } = world();
    expect(() =>
      PluginHostModule.forRoot({
        plugins: [...plugins, ...plugins].map(builtIn),
        useFactory: () => ({ ...tools, ...nothingInstalled }),
      }),
    ).toThrow('Two plugins declare the dnc-provider "list"');
  });
});
