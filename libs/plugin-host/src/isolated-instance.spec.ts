import { systemClock } from '@marcador/platform/clock.js';
import { definitionOf, type ExtensionKind, type ExtensionPlugin, type PluginLog } from '@marcador/plugin-api';
import { ExtensionRegistry } from './extension-registry.js';
import type { InstanceRow } from './instance-store.js';
import { PluginInstances } from './plugin-instances.js';

const plugins: ExtensionPlugin[] = [];
for (const kind of ['dnc', 'pacing', 'target']) {
  const module = (await import(`../../../test/support/unruly-${kind}.mjs`)) as { default: ExtensionPlugin };
  plugins.push(module.default);
}

const logged: object[] = [];
const note = (fields: object) => void logged.push(fields);
const log: PluginLog = { debug: note, info: note, warn: note, error: note };
const state = { freeAgents: 2, unpromisedAgents: 2, inFlightCalls: 0, idlePorts: 9 };

describe('an isolated instance', () => {
  let instances: PluginInstances;
  const rows: InstanceRow[] = [];

  beforeEach(() => {
    rows.length = logged.length = 0;
    const store = { all: () => Promise.resolve(rows), find: () => Promise.resolve(undefined) };
    const numberSets = { forInstance: () => ({}) as never };
    const tools = { store, numberSets, clock: systemClock, log };
    instances = new PluginInstances(new ExtensionRegistry(plugins), tools);
  });
  afterEach(() => instances.close());

  async function put(kind: ExtensionKind, does = 'nothing') {
    const type = plugins.map((plugin) => definitionOf(plugin)).find((each) => each?.kind === kind)
      ?.definition.id;
    rows.push({ id: 'i', kind, type: type ?? '', name: 'Unruly', config: { does } });
    await instances.load();
    // A thread takes its time to start, and a question about a number waits 6 s only.
    if (does !== 'fail to start') await untilTrue(async () => (await instances.health('i')).healthy);
  }
  const check = (number: string) => instances.dnc('i').check(number);

  it('answers from its thread', async () => {
    await put('dnc-provider');
    await expect(check('550')).resolves.toEqual({ kind: 'clear' });
    await expect(check('551')).resolves.toEqual({ kind: 'listed' });
    await expect(instances.health('i')).resolves.toMatchObject({ healthy: true, code: 'in-service' });
    expect(instances.figures('i')).toMatchObject({ calls: 2, failures: 0 });
  });

  it.each([
    ['block', /stood still/],
    ['exit', /ended/],
    ['crash', /JSON/],
    ['reject', /nobody waits/],
    ['hoard', /memory/],
    ['hoard buffers', /outside of its heap/],
  ])('that makes its thread %s leaves the number unknown, and is there again', async (does, reason) => {
    await put('dnc-provider', does);
    await expect(check('550')).resolves.toEqual({ kind: 'clear' });
    await expect(check('559')).resolves.toMatchObject({ kind: 'unknown' });
    await untilTrue(() => Promise.resolve(logged.some((fields) => 'pauseMs' in fields)));
    expect(logged).toContainEqual(
      expect.objectContaining({
        plugin: 'unruly-dnc',
        instanceId: 'i',
        reason: expect.stringMatching(reason) as string,
      }),
    );
    await untilTrue(async () => (await check('550')).kind === 'clear');
    expect(instances.list()).toMatchObject([{ inService: true }]);
  });

  it.each(['throw', 'answer with a wrong type'])('that does %s leaves the number unknown', async (does) => {
    await put('dnc-provider', does);
    await expect(check('559')).resolves.toMatchObject({ kind: 'unknown' });
    await expect(check('550')).resolves.toEqual({ kind: 'clear' });
  });

  it('that cannot be made is out of service with the reason', async () => {
    await put('dnc-provider', 'fail to start');
    await untilTrue(() => Promise.resolve(instances.list()[0]?.inService === false));
    expect(instances.list()).toMatchObject([{ reason: 'The licence has run out.' }]);
    await expect(check('550')).resolves.toMatchObject({ kind: 'unknown' });
  });

  it('paces: it is told once its thread has answered, and whoever waits is woken', async () => {
    await put('pacing-strategy');
    const woken = new Promise<void>((resolve) => instances.onPacingChange(resolve));
    expect(instances.pacing('i').callsToBegin(state)).toBe(0);
    await woken;
    expect(instances.pacing('i').callsToBegin(state)).toBe(2);
  });

  it('that cannot say how to pace wakes whoever asked, too: nothing else may happen that makes them ask again', async () => {
    await put('pacing-strategy', 'throw');
    const woken = new Promise<void>((resolve) => instances.onPacingChange(resolve));
    expect(instances.pacing('i').callsToBegin(state)).toBe(0);
    await woken;
  });

  it('of a flood of queue states passes the last one on', async () => {
    await put('dial-target');
    const end = new AbortController();
    let updates = 0;
    await new Promise<void>((resolve) => {
      const update = ({ free }: { readonly free: readonly string[] }) => {
        updates += 1;
        if (free[0] === 'q') resolve();
      };
      instances.target('i').watch('q', { update, unreachable: () => undefined }, end.signal);
    });
    end.abort();
    expect(updates).toBeLessThan(1000);
    await expect(instances.target('i').queues(end.signal)).rejects.toThrow();
    await expect(instances.target('i').queues(new AbortController().signal)).resolves.toEqual([
      { id: 'q', name: 'Q' },
    ]);
  });

  it('whose thread ends makes the queues unreachable that it watched, and watches them again', async () => {
    await put('dial-target', 'exit');
    const end = new AbortController();
    let losses = 0;
    await new Promise<void>((resolve) => {
      const update = ({ free }: { readonly free: readonly string[] }) => {
        if (free[0] === 'q' && losses > 0) resolve();
      };
      instances.target('i').watch('q', { update, unreachable: () => (losses += 1) }, end.signal);
    });
    end.abort();
    expect(losses).toBeGreaterThan(0);
  });
});

async function untilTrue(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}
