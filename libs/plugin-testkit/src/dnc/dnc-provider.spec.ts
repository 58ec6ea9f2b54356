import { EventEmitter } from 'node:events';
import {
  defineDncProvider,
  secret,
  type DncAnswer,
  type DncContext,
  type DncProvider,
  type DncRequest,
  type PluginHost,
} from '@marcador/plugin-api';
import { z } from 'zod';
import { runRules } from '../rule.js';
import { NO_ANSWER } from '../world.js';
import { dncProviderRules } from './dnc-provider.js';
import type { DncOutside, DncSubject } from './dnc-subject.js';

/** A registry in this process, which answers a text: `listed`, `clear` or what it says when it fails. */
class Registry extends EventEmitter {
  fault: string | undefined;

  constructor(readonly listed: ReadonlySet<string>) {
    super();
  }

  ask(number: string, signal: AbortSignal): Promise<string> {
    if (this.fault === NO_ANSWER) return givenUp(signal);
    if (this.fault === 'refuses') return Promise.reject(new Error('The registry refuses.'));
    if (this.fault === 'garbage') return Promise.resolve('hello');
    return Promise.resolve(this.listed.has(number) ? 'listed' : 'clear');
  }
}

const registries = new Map<string, Registry>();

const outside: DncOutside = {
  faults: ['refuses', 'garbage', NO_ANSWER],
  start(listed) {
    const registry = new Registry(listed);
    const address = `registry-${registries.size}`;
    registries.set(address, registry);
    return {
      config: { address, apiKey: 's3cr3t' },
      fail: (fault) => void (registry.fault = fault),
      mend: () => void (registry.fault = undefined),
      stop: () => {},
    };
  },
};

interface Settings {
  readonly address: string;
  readonly apiKey: string;
}

/** Does all as it should. Each mutant does one thing otherwise. */
class Connector implements DncProvider {
  readonly largestBatch: number = 5;
  protected readonly registry: Registry;

  constructor(
    protected readonly settings: Settings,
    protected readonly host: PluginHost,
  ) {
    this.registry = registries.get(settings.address) as Registry;
  }

  async check(number: string, { signal }: Pick<DncContext, 'signal'>): Promise<DncAnswer> {
    const answer = await this.registry.ask(number, signal);
    if (answer !== 'listed' && answer !== 'clear') throw new Error('The registry answers nonsense.');
    return { listed: answer === 'listed' };
  }

  checkMany(
    requests: readonly DncRequest[],
    context: { signal: AbortSignal },
  ): Promise<readonly DncAnswer[]> {
    if (requests.length > this.largestBatch) throw new Error('That is too large a batch.');
    return Promise.all(requests.map(({ number }) => Connector.prototype.check.call(this, number, context)));
  }

  async health(signal: AbortSignal) {
    await Connector.prototype.check.call(this, '1', { signal });
    return { healthy: true, message: 'The registry answers.' };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

type Mutant = new (settings: Settings, host: PluginHost) => DncProvider;

const schema = z.object({ address: z.string(), apiKey: secret() });

function subject(Made: Mutant, config: z.ZodObject = schema, given: Partial<DncSubject> = {}): DncSubject {
  const plugin = defineDncProvider({
    id: 'acme',
    displayName: 'Acme registry',
    config,
    create: (settings, host) => new Made(settings as unknown as Settings, host),
  });
  return { plugin, outside, patienceMs: 50, ...given };
}

/** The ids of the rules that a plugin breaks. */
async function brokenBy(tried: DncSubject): Promise<string[]> {
  const ids = new Set<string>();
  for await (const { rule, broken } of runRules(dncProviderRules(tried))) if (broken) ids.add(rule.id);
  return [...ids].sort();
}

const clear: DncAnswer = { listed: false };
const open = new Set<NodeJS.Timeout>();

afterEach(() => {
  for (const timer of open) clearInterval(timer);
  open.clear();
});

const mutants: Readonly<Record<string, readonly [Mutant, ...string[]]>> = {
  'fails open': [
    class extends Connector {
      override check(number: string, context: DncContext): Promise<DncAnswer> {
        return super.check(number, context).catch((error: unknown) => {
          if (context.signal.aborted) throw error;
          return clear;
        });
      }
    },
    'fails-closed',
  ],
  'takes nonsense for clear': [
    class extends Connector {
      override async check(number: string, { signal }: DncContext): Promise<DncAnswer> {
        return { listed: (await this.registry.ask(number, signal)) === 'listed' };
      }
    },
    'fails-closed',
  ],
  'answers an error with undefined': [
    class extends Connector {
      override check(number: string, context: DncContext): Promise<DncAnswer> {
        return super.check(number, context).catch((error: unknown) => {
          if (context.signal.aborted) throw error;
          return undefined as never;
        });
      }
    },
    'fails-closed',
  ],
  'clears what is aborted': [
    class extends Connector {
      override check(number: string, context: DncContext): Promise<DncAnswer> {
        return super.check(number, context).catch((error: unknown) => {
          if (context.signal.aborted) return clear;
          throw error;
        });
      }
    },
    'aborted-before',
    'aborts',
  ],
  'is deaf to the signal': [
    class extends Connector {
      override check(number: string): Promise<DncAnswer> {
        return super.check(number, { signal: new AbortController().signal });
      }
    },
    'aborted-before',
    'aborts',
  ],
  'does not look whether the signal has aborted already': [
    class extends Connector {
      override check(number: string, { signal }: DncContext): Promise<DncAnswer> {
        const abort = new AbortController();
        signal.addEventListener('abort', () => abort.abort());
        return super.check(number, { signal: abort.signal });
      }
    },
    'aborted-before',
  ],
  'always says clear': [
    class extends Connector {
      override async check(number: string, context: DncContext): Promise<DncAnswer> {
        await super.check(number, context);
        return clear;
      }
    },
    'at-once',
    'listed',
  ],
  'always says listed': [
    class extends Connector {
      override async check(number: string, context: DncContext): Promise<DncAnswer> {
        await super.check(number, context);
        return { listed: true };
      }
    },
    'at-once',
    'clear',
    'recovers',
  ],
  'answers with a text': [
    class extends Connector {
      override async check(number: string, context: DncContext): Promise<DncAnswer> {
        return { listed: String((await super.check(number, context)).listed) } as never;
      }
    },
    'at-once',
    'clear',
    'listed',
    'recovers',
  ],
  'mixes up what is asked at once': [
    class extends Connector {
      private last = '';
      override async check(number: string, context: DncContext): Promise<DncAnswer> {
        this.last = number;
        await Promise.resolve();
        return super.check(this.last, context);
      }
    },
    'at-once',
  ],
  'has enough of its service after an error': [
    class extends Connector {
      private failure: unknown;
      override async check(number: string, context: DncContext): Promise<DncAnswer> {
        if (this.failure !== undefined) throw this.failure as Error;
        return super.check(number, context).catch((error: unknown) => {
          this.failure = error;
          throw error;
        });
      }
    },
    'recovers',
  ],
  'answers batches in another order': [
    class extends Connector {
      override async checkMany(requests: readonly DncRequest[], context: { signal: AbortSignal }) {
        return [...(await super.checkMany(requests, context))].reverse();
      }
    },
    'batch-agrees',
  ],
  'answers each number of a batch once': [
    class extends Connector {
      override checkMany(requests: readonly DncRequest[], context: { signal: AbortSignal }) {
        const numbers = [...new Set(requests.map(({ number }) => number))];
        return super.checkMany(numbers.map((number) => ({ number })).slice(0, 3), context);
      }
    },
    'batch-agrees',
  ],
  'takes smaller batches than it says': [
    class extends Connector {
      override checkMany(requests: readonly DncRequest[], context: { signal: AbortSignal }) {
        if (requests.length === this.largestBatch) throw new Error('That is too large a batch.');
        return super.checkMany(requests.slice(0, 4), context);
      }
    },
    'batch-agrees',
  ],
  'takes batches of one': [
    class extends Connector {
      override readonly largestBatch = 1;
      override checkMany(requests: readonly DncRequest[], { signal }: { signal: AbortSignal }) {
        return Promise.all(requests.map(({ number }) => this.check(number, { signal })));
      }
    },
    'batch-size',
  ],
  'fails open in batches': [
    class extends Connector {
      override checkMany(requests: readonly DncRequest[], context: { signal: AbortSignal }) {
        return super.checkMany(requests.slice(0, 5), context).catch((error: unknown) => {
          if (context.signal.aborted) throw error;
          return requests.map(() => clear);
        });
      }
    },
    'batch-fails-closed',
  ],
  'is deaf to the signal of a batch': [
    class extends Connector {
      override checkMany(requests: readonly DncRequest[]) {
        return super.checkMany(requests, { signal: new AbortController().signal });
      }
    },
    'batch-aborts',
  ],
  'cannot be made while its service is down': [
    class extends Connector {
      constructor(settings: Settings, host: PluginHost) {
        super(settings, host);
        if (this.registry.fault !== undefined) throw new Error('The registry refuses.');
      }
    },
    'made-while-down',
  ],
  'is always healthy': [
    class extends Connector {
      override health = () => Promise.resolve({ healthy: true, message: 'Fine.' });
    },
    'unhealthy',
  ],
  'is never healthy': [
    class extends Connector {
      override health = () => Promise.resolve({ healthy: false, message: 'Ill.' });
    },
    'healthy',
  ],
  'is healthy without a word': [
    class extends Connector {
      override async health(signal: AbortSignal) {
        return { ...(await super.health(signal)), message: ' ' };
      }
    },
    'healthy',
  ],
  'is deaf to the signal of a health check': [
    class extends Connector {
      override health = () => super.health(new AbortController().signal);
    },
    'health-aborts',
  ],
  'leaves a timer behind': [
    class extends Connector {
      constructor(settings: Settings, host: PluginHost) {
        super(settings, host);
        open.add(setInterval(() => {}, 60_000));
      }
    },
    'closes',
  ],
  'does not come to its end': [
    class extends Connector {
      override close = () => new Promise<void>(() => {});
    },
    'closes',
  ],
  'tells the number in an error': [
    class extends Connector {
      override check(number: string, context: DncContext): Promise<DncAnswer> {
        return super.check(number, context).catch(() => {
          throw new Error(`Nobody knows ${number}.`);
        });
      }
    },
    'discreet',
  ],
  'tells its key in an error': [
    class extends Connector {
      override check(number: string, context: DncContext): Promise<DncAnswer> {
        return super.check(number, context).catch(() => {
          throw new Error(`The registry refuses ${this.settings.apiKey}.`);
        });
      }
    },
    'discreet',
  ],
  'logs the number': [
    class extends Connector {
      override check(number: string, context: DncContext): Promise<DncAnswer> {
        this.host.log.info({ number }, 'A number is asked about');
        return super.check(number, context);
      }
    },
    'discreet',
  ],
};

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

describe('the rules for do-not-call providers', () => {
  it('are kept by one that does as the contract says', async () => {
    await expect(brokenBy(subject(Connector))).resolves.toEqual([]);
  });

  it('are kept by one that has no more than it must', async () => {
    class Plain implements DncProvider {
      private readonly connector: Connector;
      constructor(settings: Settings, host: PluginHost) {
        this.connector = new Connector(settings, host);
      }
      check = (number: string, context: DncContext) => this.connector.check(number, context);
    }
    await expect(brokenBy(subject(Plain))).resolves.toEqual([]);
  });

  it.each(Object.entries(mutants))('catch one that %s', async (_what, [Made, ...rules]) => {
    await expect(brokenBy(subject(Made))).resolves.toEqual(rules);
  });

  it('catch a secret that is not marked', async () => {
    const open = z.object({ address: z.string(), apiKey: z.string() });
    await expect(brokenBy(subject(Connector, open))).resolves.toEqual(['secrets-marked']);
  });

  it('catch a configuration that takes everything', async () => {
    const lax = z.object({ address: z.any(), apiKey: secret() });
    await expect(brokenBy(subject(Connector, lax))).resolves.toEqual(['configuration-refused']);
  });

  it('catch a configuration that takes what it must not', async () => {
    const refused = [{ address: '' }];
    await expect(brokenBy(subject(Connector, schema, { refused }))).resolves.toEqual([
      'configuration-refused',
    ]);
  });

  it('catch a provider without a name', async () => {
    const plugin = defineDncProvider({
      id: 'acme',
      displayName: ' ',
      config: schema,
      create: (settings, host) => new Connector(settings, host),
    });
    await expect(brokenBy({ plugin, outside, patienceMs: 50 })).resolves.toEqual(['declaration']);
  });
});
