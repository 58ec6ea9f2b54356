import { Dialer } from '@marcador/dialing/dialer.js';
import { OutcomeBook } from '@marcador/dialing/outcome-book.js';
import { systemClock } from '@marcador/platform/clock.js';
import { createLog } from '@marcador/platform/logging.js';
import {
  defineDialTarget,
  defineDncProvider,
  definePacingStrategy,
  type ExtensionKind,
  type ExtensionPlugin,
} from '@marcador/plugin-api';
import type { CampaignSettings } from '@marcador/dialing/running-campaign.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import type { InstanceRow } from '@marcador/plugin-host/instance-store.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { z } from 'zod';
import { campaign } from '../support/engine.js';
import { FakeClaims } from '../support/fake-claims.js';
import { FakePortPool } from '../support/fake-telephone.js';

const PORTS = 4;
const GOOD = ['5511110', '5511112', '5511113', '5511114', '5511115', '5511116'];
/** The unruly registry says that the second one is listed, and runs wild about the third one. */
const BAD = ['5522220', '5522221', '5522229'];

const calm = defineDncProvider({
  id: 'calm',
  displayName: 'Calm registry',
  config: z.object({}),
  create: () => ({ check: () => Promise.resolve({ listed: false }) }),
});
const center = defineDialTarget({
  id: 'center',
  displayName: 'Center',
  config: z.object({}),
  create: () => ({
    queues: () => Promise.resolve([]),
    watch: (queueId, observer) => {
      const free = Array.from({ length: PORTS }, (_, agent) => `${queueId}-${agent}`);
      observer.update({ free, loggedOn: PORTS });
    },
  }),
});
const pacing = definePacingStrategy({
  id: 'pacing',
  displayName: 'Pacing',
  config: z.object({}),
  create: () => ({ callsToBegin: ({ unpromisedAgents }) => unpromisedAgents }),
});

const unruly: ExtensionPlugin[] = [];
for (const kind of ['dnc', 'target', 'pacing']) {
  const module = (await import(`../support/unruly-${kind}.mjs`)) as { default: ExtensionPlugin };
  unruly.push(module.default);
}

/** A campaign whose plugins are calm beside one that has to do with an unruly one; a call of the former goes on all the time. */
class BesideUnruly {
  readonly instances: PluginInstances;
  readonly dialer: Dialer;
  readonly pool: FakePortPool;

  constructor(kind: ExtensionKind, type: string, does: string) {
    this.instances = instancesOf(
      [calm, center, pacing, ...unruly],
      [
        row('calm', 'dnc-provider', 'calm'),
        row('t', 'dial-target', 'center'),
        row('p', 'pacing-strategy', 'pacing'),
        row('unruly', kind, type, { does }),
      ],
    );
    ({ dialer: this.dialer, pool: this.pool } = engine(this.instances));
  }

  async start(ofUnruly: Partial<CampaignSettings>): Promise<void> {
    await this.instances.load();
    const calmSettings = { dncInstanceIds: ['calm'], queueId: 'good' };
    this.dialer.add(campaign('good', calmSettings), [allDay()]);
    this.dialer.add(campaign('bad', { ...calmSettings, queueId: 'bad', ...ofUnruly }), [allDay()]);
    await until(() => this.inProgress !== undefined);
  }

  get dialled(): readonly string[] {
    return this.pool.calls.map(({ number }) => number);
  }

  /** What keeps the campaign of the unruly plugin from calling. */
  get hindrances(): readonly string[] {
    const running = this.dialer.get('bad');
    return running === undefined ? [] : this.dialer.hindrancesOf(running).map(({ kind }) => kind);
  }

  /** Lets the calls end, but for the one that goes on, until all people of the calm campaign were called and this is so. */
  async untilCalledAnd(isSo: () => boolean): Promise<void> {
    let wasSo = false;
    await until(() => {
      for (const call of this.pool.open) if (call !== this.inProgress) call.fail({ kind: 'cancelled' });
      wasSo ||= isSo();
      return wasSo && GOOD.every((number) => this.dialled.includes(number));
    });
    expect(this.inProgress?.over).toBe(false);
  }

  async end(): Promise<void> {
    this.inProgress?.fail({ kind: 'cancelled' });
    await this.dialer.drain(10_000);
    await this.instances.close();
  }

  private get inProgress() {
    return this.pool.calls.find(({ number }) => number === GOOD[0]);
  }
}

describe('a campaign in progress beside an isolated do-not-call service', () => {
  it.each(['throw', 'hang', 'answer with a wrong type', 'exit', 'crash', 'reject', 'block', 'hoard'])(
    'that does %s is unharmed, and no unchecked number is dialled',
    async (does) => {
      const world = new BesideUnruly('dnc-provider', 'unruly-dnc', does);
      await world.start({ dncInstanceIds: ['unruly'] });
      await world.untilCalledAnd(() => world.hindrances.includes('do-not-call-out-of-service'));
      expect(world.dialled).not.toContain('5522229');
      expect(world.dialled).not.toContain('5522221');
      await world.end();
    },
  );
});

describe('a campaign in progress beside an isolated dial target', () => {
  it.each(['exit', 'crash', 'reject', 'block', 'hoard'])(
    'that floods and then does %s is unharmed, and nobody is called for a queue that cannot be seen',
    async (does) => {
      const world = new BesideUnruly('dial-target', 'unruly-target', does);
      const unseen: string[] = [];
      world.pool.onDial = ({ number }) => {
        if (BAD.includes(number) && world.hindrances.includes('queue-unreachable')) unseen.push(number);
      };
      await world.start({ targetInstanceId: 'unruly' });
      let hadAgents = false;
      await world.untilCalledAnd(() => {
        hadAgents ||= !world.hindrances.includes('queue-unreachable');
        return hadAgents && world.hindrances.includes('queue-unreachable');
      });
      expect(unseen).toEqual([]);
      await world.end();
    },
  );
});

describe('a campaign in progress beside an isolated pacing strategy', () => {
  it.each(['throw', 'exit', 'crash', 'reject', 'block', 'hoard'])(
    'that does %s is unharmed',
    async (does) => {
      const world = new BesideUnruly('pacing-strategy', 'unruly-pacing', does);
      await world.start({ pacingInstanceId: 'unruly' });
      await world.untilCalledAnd(() => (world.instances.figures('unruly')?.failures ?? 0) > 0);
      await world.end();
    },
  );
});

function row(id: string, kind: string, type: string, config: object = {}): InstanceRow {
  return { id, kind, type, name: id, config };
}

function instancesOf(plugins: readonly ExtensionPlugin[], rows: readonly InstanceRow[]): PluginInstances {
  return new PluginInstances(new ExtensionRegistry(plugins), {
    store: { all: () => Promise.resolve(rows), find: () => Promise.resolve(undefined) },
    numberSets: { forInstance: () => ({}) as never },
    clock: systemClock,
    log: createLog('silent'),
  });
}

function engine(plugins: PluginInstances) {
  const log = createLog('silent');
  const claims = new FakeClaims();
  const pool = new FakePortPool(2 * PORTS, systemClock);
  claims.add('good', GOOD, systemClock.now());
  claims.add('bad', BAD, systemClock.now());
  const dialer = new Dialer({
    settings: {
      nodeName: 'n1',
      ringTimeoutMs: 30_000,
      retryMinuteMs: 60_000,
      handOverGraceMs: 5000,
      greetingLimitMs: 60_000,
      abandonedCallMs: 0,
    },
    clock: systemClock,
    log,
    ports: pool,
    recording: () => Promise.reject(new Error('no recordings here')),
    plugins,
    lists: { tooOld: () => [] },
    book: new OutcomeBook(claims, 'n1', systemClock, log),
    entries: { setState: () => Promise.resolve() },
    waitingNumber: (id, except) => claims.waitingNumber(id, except),
    hasUnfinishedLeads: async (id) => (await claims.unfinished(id)) > 0,
  });
  return { dialer, pool };
}

/** Whatever the time is. */
function allDay() {
  const now = systemClock.now().getTime();
  const window = { opensAt: new Date(now - 3_600_000), closesAt: new Date(now + 3_600_000) };
  return {
    id: 'today',
    date: '2026-01-01',
    startTime: '00:00',
    endTime: '24:00',
    state: 'NOT_RUNNING' as const,
    window,
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
