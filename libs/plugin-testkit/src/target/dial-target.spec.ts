import { EventEmitter } from 'node:events';
import {
  defineDialTarget,
  type DialTarget,
  type QueueAgent,
  type QueueObserver,
  type QueueSnapshot,
} from '@marcador/plugin-api';
import { z } from 'zod';
import { runRules } from '../rule.js';
import { NO_ANSWER } from '../world.js';
import { dialTargetRules } from './dial-target.js';
import type { Agents, TargetOutside } from './target-subject.js';

const QUEUES = ['sales', 'help'] as const;

/** A contact center in this process: it says that something has happened, and answers who is there. */
class Center extends EventEmitter {
  agents: Agents = {};
  fault: string | undefined;

  async ask<T>(answer: () => T, signal: AbortSignal): Promise<T> {
    if (this.fault === NO_ANSWER) await givenUp(signal);
    if (this.fault !== undefined) throw new Error(`The contact center is out of order: ${this.fault}.`);
    return Promise.resolve(answer());
  }

  happens(): void {
    this.emit('change');
  }
}

const centers = new Map<string, Center>();
const timers: NodeJS.Timeout[] = [];

const outside: TargetOutside = {
  queueIds: QUEUES,
  faults: ['broken', NO_ANSWER],
  start() {
    const center = new Center();
    const address = `center-${centers.size}`;
    centers.set(address, center.setMaxListeners(0));
    return {
      config: { address },
      setAgents(agents) {
        center.agents = agents;
        center.happens();
      },
      fail(fault) {
        center.fault = fault;
        center.happens();
      },
      mend() {
        center.fault = undefined;
        center.happens();
      },
      stop: () => {},
    };
  },
};

/** Does all as it should. Each mutant does one thing otherwise. */
class Connector implements DialTarget {
  protected readonly center: Center;

  constructor({ address }: { readonly address: string }) {
    this.center = centers.get(address) as Center;
  }

  queues(signal: AbortSignal) {
    return this.center.ask(() => QUEUES.map((id) => ({ id, name: id.toUpperCase() })), signal);
  }

  watch(queueId: string, observer: QueueObserver, signal: AbortSignal): void {
    if (signal.aborted) return;
    const look = () => this.look(queueId, observer, signal);
    this.center.on('change', look);
    signal.addEventListener('abort', () => this.center.off('change', look));
    look();
  }

  agents(_queueId: string, signal: AbortSignal): Promise<readonly QueueAgent[]> {
    return this.center.ask(
      () => Object.entries(this.center.agents).map(([id, state]) => ({ id, state })),
      signal,
    );
  }

  async health(signal: AbortSignal) {
    await Connector.prototype.queues.call(this, signal);
    return { healthy: true, message: 'The contact center answers.' };
  }

  protected look(queueId: string, observer: QueueObserver, _signal: AbortSignal): void {
    const { agents, fault } = this.center;
    if (!QUEUES.some((each) => each === queueId)) observer.unreachable(`There is no queue "${queueId}".`);
    else if (fault !== undefined) observer.unreachable(new Error('Touch is lost.'));
    else observer.update(this.snapshot(agents));
  }

  protected snapshot(agents: Agents): QueueSnapshot {
    const free = Object.keys(agents).filter((id) => agents[id] === 'free');
    return { free, loggedOn: Object.keys(agents).length };
  }
}

type Mutant = new (config: { readonly address: string }) => DialTarget;

async function brokenBy(Made: Mutant): Promise<string[]> {
  const plugin = defineDialTarget({
    id: 'acme',
    displayName: 'Acme contact center',
    config: z.object({ address: z.string() }),
    create: (config) => new Made(config),
  });
  const ids = new Set<string>();
  for await (const { rule, broken } of runRules(dialTargetRules({ plugin, outside, patienceMs: 50 })))
    if (broken) ids.add(rule.id);
  return [...ids];
}

/** A connector whose snapshots say something else. */
function telling(change: (snapshot: QueueSnapshot, agents: Agents) => object): Mutant {
  return class extends Connector {
    protected override snapshot(agents: Agents): QueueSnapshot {
      const snapshot = super.snapshot(agents);
      return { ...snapshot, ...change(snapshot, agents) };
    }
  };
}

const takesForFree = (state: string) =>
  telling((_, agents) => ({
    free: Object.keys(agents).filter((id) => agents[id] === 'free' || agents[id] === state),
  }));

const mutants: Readonly<Record<string, readonly [Mutant, ...string[]]>> = {
  'offers a queue without a name': [
    class extends Connector {
      override queues = async (signal: AbortSignal) =>
        (await super.queues(signal)).map((queue) => ({ ...queue, name: '' }));
    },
    'queues',
  ],
  'offers a queue twice': [
    class extends Connector {
      override queues = async (signal: AbortSignal) => {
        const queues = await super.queues(signal);
        return [...queues, ...queues];
      };
    },
    'queues',
  ],
  'throws when it is to watch a queue that does not exist': [
    class extends Connector {
      override watch(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (queueId === 'no-such-queue') throw new Error('There is no such queue.');
        super.watch(queueId, observer, signal);
      }
    },
    'unknown-queue',
  ],
  'takes a queue that does not exist for an empty one': [
    class extends Connector {
      protected override look(_queueId: string, observer: QueueObserver, signal: AbortSignal) {
        super.look('sales', observer, signal);
      }
    },
    'unknown-queue',
  ],
  'watches what was given up before': [
    class extends Connector {
      override watch(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (signal.aborted) super.look(queueId, observer, signal);
        super.watch(queueId, observer, signal);
      }
    },
    'aborted-before',
  ],
  'says nothing until something happens to somebody': [
    class extends Connector {
      protected override look(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        const nobody = Object.keys(this.center.agents).length === 0;
        if (!nobody || this.center.fault !== undefined || queueId === 'no-such-queue')
          super.look(queueId, observer, signal);
      }
    },
    'aborted-before',
    'closes',
    'reports',
  ],
  'takes a pause for free': [takesForFree('unavailable'), 'not-free'],
  'takes paper work for free': [takesForFree('wrapUp'), 'not-free'],
  'takes what it does not know for free': [takesForFree('unknown'), 'not-free'],
  'counts only who is free as logged on': [
    telling(({ free }) => ({ loggedOn: free.length })),
    'reports',
    'becomes-free',
    'not-free',
    'several',
    'ends',
    'unreachable',
  ],
  'counts more busy agents than there are': [
    telling(({ loggedOn }) => ({ busy: { talking: loggedOn + 1, wrapUp: 0, unavailable: 0 } })),
    'reports',
    'becomes-free',
    'not-free',
    'logs-off',
    'several',
    'ends',
    'frees-watches',
    'unreachable',
  ],
  'never takes back who was free': [
    class extends Connector {
      private readonly seen = new Set<string>();
      protected override snapshot(agents: Agents) {
        const snapshot = super.snapshot(agents);
        for (const id of snapshot.free) this.seen.add(id);
        return { ...snapshot, free: [...this.seen].filter((id) => id in agents) };
      }
    },
    'not-free',
    'several',
    'ends',
    'unreachable',
  ],
  'never forgets who was logged on': [
    class extends Connector {
      private readonly seen = new Set<string>();
      protected override snapshot(agents: Agents) {
        for (const id of Object.keys(agents)) this.seen.add(id);
        return { ...super.snapshot(agents), loggedOn: this.seen.size };
      }
    },
    'logs-off',
    'several',
  ],
  'does not notice who becomes free': [
    class extends Connector {
      private first: Agents | undefined;
      protected override snapshot(agents: Agents) {
        const snapshot = super.snapshot(agents);
        const known = (this.first ??= agents);
        if (Object.keys(known).length === 0) this.first = undefined;
        return Object.values(known).includes('free') ? snapshot : { ...snapshot, free: [] };
      }
    },
    'becomes-free',
  ],
  'keeps one watch only': [
    class extends Connector {
      private last: AbortController | undefined;
      override watch(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (signal.aborted) return;
        this.last?.abort();
        this.last = new AbortController();
        super.watch(queueId, observer, AbortSignal.any([signal, this.last.signal]));
      }
    },
    'several',
  ],
  'goes on to report when nobody listens any more': [
    class extends Connector {
      override watch(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (!signal.aborted) super.watch(queueId, observer, new AbortController().signal);
      }
    },
    'ends',
  ],
  'leaks watchers': [
    class extends Connector {
      private readonly watchers: NodeJS.Timeout[] = [];
      override watch(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        const timer = setInterval(() => {}, 60_000);
        timers.push(timer);
        this.watchers.push(timer);
        super.watch(queueId, observer, signal);
      }
      close(): Promise<void> {
        for (const timer of this.watchers) clearInterval(timer);
        return Promise.resolve();
      }
    },
    'frees-watches',
  ],
  'leaves its connection open': [
    class extends Connector {
      private connection: NodeJS.Timeout | undefined;
      override queues = (signal: AbortSignal) => {
        if (this.connection === undefined) timers.push((this.connection = setInterval(() => {}, 60_000)));
        return super.queues(signal);
      };
    },
    'closes',
  ],
  'tells of agents who are not there': [
    class extends Connector {
      override agents = async (queueId: string, signal: AbortSignal) => [
        ...(await super.agents(queueId, signal)),
        { id: 'ghost', state: 'free' as const },
      ];
    },
    'agents',
  ],
  'does not say that it has lost touch': [
    class extends Connector {
      protected override look(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (this.center.fault === undefined) super.look(queueId, observer, signal);
      }
    },
    'unreachable',
  ],
  'loses touch without a word': [
    class extends Connector {
      protected override look(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (this.center.fault === undefined) super.look(queueId, observer, signal);
        else observer.unreachable(' ');
      }
    },
    'unreachable',
  ],
  'tells what was true before it lost touch': [
    class extends Connector {
      private before: Agents = {};
      protected override look(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (this.center.fault === undefined && queueId === 'sales' && this.before !== this.center.agents) {
          const stale = this.before;
          this.before = this.center.agents;
          if (this.lost) observer.update(this.snapshot(stale));
          this.lost = false;
        }
        this.lost ||= this.center.fault !== undefined;
        super.look(queueId, observer, signal);
      }
      private lost = false;
    },
    'unreachable',
  ],
  'gives up for good when it loses touch': [
    class extends Connector {
      private lost = false;
      protected override look(queueId: string, observer: QueueObserver, signal: AbortSignal) {
        if (!this.lost) super.look(queueId, observer, signal);
        this.lost ||= this.center.fault !== undefined;
      }
    },
    'unreachable',
  ],
  'offers no queues when it cannot know': [
    class extends Connector {
      override queues = (signal: AbortSignal) =>
        super.queues(signal).catch((error: unknown) => {
          if (signal.aborted) throw error;
          return [];
        });
    },
    'queues-fail',
  ],
  'tells of nobody when it cannot know': [
    class extends Connector {
      override agents = (queueId: string, signal: AbortSignal) =>
        super.agents(queueId, signal).catch((error: unknown) => {
          if (signal.aborted) throw error;
          return [];
        });
    },
    'agents-fail',
  ],
  'is deaf to the signal of queues()': [
    class extends Connector {
      override queues = () => super.queues(new AbortController().signal);
    },
    'queues-abort',
  ],
  'is deaf to the signal of agents()': [
    class extends Connector {
      override agents = (queueId: string) => super.agents(queueId, new AbortController().signal);
    },
    'agents-abort',
  ],
};

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

describe('the rules for dial targets', () => {
  afterEach(() => {
    for (const timer of timers.splice(0)) clearInterval(timer);
  });

  it('are kept by one that does as the contract says', async () => {
    await expect(brokenBy(Connector)).resolves.toEqual([]);
  });

  it('are kept by one that has no more than it must', async () => {
    class Plain implements DialTarget {
      private readonly connector: Connector;
      constructor(config: { readonly address: string }) {
        this.connector = new Connector(config);
      }
      queues = (signal: AbortSignal) => this.connector.queues(signal);
      watch = (queueId: string, observer: QueueObserver, signal: AbortSignal) =>
        this.connector.watch(queueId, observer, signal);
    }
    await expect(brokenBy(Plain)).resolves.toEqual([]);
  });

  it.each(Object.entries(mutants))('catch one that %s', async (_what, [Made, ...rules]) => {
    await expect(brokenBy(Made)).resolves.toEqual(rules);
  });
});
