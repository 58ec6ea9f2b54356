import { Dialer } from '@marcador/dialing/dialer.js';
import { OutcomeBook } from '@marcador/dialing/outcome-book.js';
import { systemClock } from '@marcador/platform/clock.js';
import { createLog } from '@marcador/platform/logging.js';
import {
  defineDialTarget,
  defineDncProvider,
  definePacingStrategy,
  type ExtensionPlugin,
} from '@marcador/plugin-api';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import type { InstanceRow } from '@marcador/plugin-host/instance-store.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { z } from 'zod';
import { campaign } from '../support/engine.js';
import { FakeClaims } from '../support/fake-claims.js';
import { FakePortPool } from '../support/fake-telephone.js';

const UNRULY: string = '../support/unruly-dnc.mjs';
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

describe('a campaign in progress beside an isolated do-not-call service', () => {
  it.each(['throw', 'hang', 'answer with a wrong type', 'exit', 'crash', 'reject', 'block', 'hoard'])(
    'that does %s is unharmed, and no unchecked number is dialled',
    async (does) => {
      const unruly = (await import(UNRULY)) as {
        default: ExtensionPlugin;
      };
      const instances = instancesOf(
        [calm, center, pacing, unruly.default],
        [
          row('calm', 'dnc-provider', 'calm'),
          row('unruly', 'dnc-provider', 'unruly-dnc', { does }),
          row('t', 'dial-target', 'center'),
          row('p', 'pacing-strategy', 'pacing'),
        ],
      );
      await instances.load();
      const { dialer, pool } = engine(instances);
      const ofUnruly = campaign('bad', { dncInstanceIds: ['unruly'], queueId: 'bad' });
      dialer.add(campaign('good', { dncInstanceIds: ['calm'], queueId: 'good' }), [allDay()]);
      dialer.add(ofUnruly, [allDay()]);

      const dialled = () => pool.calls.map(({ number }) => number);
      const isOutOfService = () => {
        const running = dialer.get('bad');
        return running !== undefined && dialer.outagesOf(running).length > 0;
      };
      let wasOutOfService = false;
      await until(() => {
        for (const call of pool.calls) if (!call.over) call.fail({ kind: 'cancelled' });
        wasOutOfService ||= isOutOfService();
        return wasOutOfService && GOOD.every((number) => dialled().includes(number));
      });
      expect(dialled()).not.toContain('5522229');
      expect(dialled()).not.toContain('5522221');
      await dialer.drain(10_000);
      await instances.close();
    },
    60_000,
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
