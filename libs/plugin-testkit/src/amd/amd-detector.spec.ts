import {
  defineAmdDetector,
  type AmdAnalysis,
  type AmdDetector,
  type AmdOptions,
  type AmdVerdict,
  type GreetingEnd,
} from '@marcador/plugin-api';
import { z } from 'zod';
import { runRules } from '../rule.js';
import { amdDetectorRules } from './amd-detector.js';

const LIMIT_MS = 600;
const timers: NodeJS.Timeout[] = [];

afterEach(() => timers.splice(0).forEach((timer) => clearTimeout(timer)));

/** A loud line is a machine's, one on which nothing is sent too. Each mutant does one thing otherwise. */
class LoudAnalysis implements AmdAnalysis {
  protected samples = 0;
  protected loud = 0;

  push(samples: Int16Array): AmdVerdict | undefined {
    this.samples += samples.length;
    for (const sample of samples) if (Math.abs(sample) > 20) this.loud++;
    return this.samples < LIMIT_MS * 8 ? undefined : this.decide('time-limit');
  }

  finish(): AmdVerdict {
    return this.decide('audio-ended');
  }

  protected decide(reason: AmdVerdict['reason']): AmdVerdict {
    const share = this.samples === 0 ? 0.5 : this.loud / this.samples;
    const answeredBy = share === 0 || share > 0.8 ? 'MACHINE' : 'HUMAN';
    return { answeredBy, reason, confidence: 0.5, atMs: this.samples / 8, measurements: { share } };
  }
}

class Says extends LoudAnalysis {
  constructor(private readonly other: object) {
    super();
  }
  protected override decide(reason: AmdVerdict['reason']): AmdVerdict {
    return { ...super.decide(reason), ...this.other };
  }
}

/** Leaves messages: the greeting is over when the line was quiet for a second. */
class GreetedAnalysis extends LoudAnalysis {
  protected quiet = 0;

  pushGreeting(samples: Int16Array): GreetingEnd | undefined {
    this.samples += samples.length;
    this.quiet = samples.some((sample) => Math.abs(sample) > 100) ? 0 : this.quiet + samples.length;
    return this.quiet < 8000 ? undefined : { after: 'silence', atMs: this.samples / 8 };
  }
}

class Ends extends GreetedAnalysis {
  constructor(private readonly end: (greeting: Ends) => unknown) {
    super();
  }
  override pushGreeting(samples: Int16Array): GreetingEnd | undefined {
    const end = super.pushGreeting(samples);
    return (this.end(this) as GreetingEnd | undefined) ?? end;
  }
  get heardMs(): number {
    return this.samples / 8;
  }
  get isQuiet(): boolean {
    return this.quiet > 0;
  }
}

const EXPLANATION = {
  frameMs: 20,
  levelDbov: new Array<number>(LIMIT_MS / 20).fill(-30),
  speech: [{ fromMs: 0, toMs: LIMIT_MS }],
  tones: [{ fromMs: 0, toMs: LIMIT_MS, hz: 1000 }],
  belief: [{ atMs: 0, machine: 0.5 }],
};
/** Explains where it is asked to, with a part that is otherwise. */
const explaining = (part: object) => (options: AmdOptions | undefined) =>
  new Says(options?.explain === true ? { explanation: { ...EXPLANATION, ...part } } : {});

const shared = { loud: 0 };

const mutants: Readonly<
  Record<string, readonly [(options: AmdOptions | undefined) => AmdAnalysis, ...string[]]>
> = {
  'leaves everything open': [() => new Says({ answeredBy: 'UNDECIDED' }), 'digital-silence'],
  'knows of other machines': [
    () => new Says({ answeredBy: 'MACHINE', machine: 'robot' }),
    'verdict',
    'undecided',
  ],
  'says what machine a person is': [() => new Says({ machine: 'beep' }), 'verdict'],
  'explains unasked': [() => new Says({ explanation: EXPLANATION }), 'unasked'],
  'explains with a text': [
    (options) => new Says(options?.explain === true ? { explanation: 'loud' } : {}),
    'explanation',
  ],
  'explains at length': [explaining({ levelDbov: new Array(1501).fill(-30) }), 'explanation'],
  'explains in fractions of decibels': [explaining({ levelDbov: [-30.5] }), 'explanation'],
  'explains what it has not heard yet': [explaining({ speech: [{ fromMs: 0, toMs: 5000 }] }), 'explanation'],
  'explains in pieces that end before they begin': [
    explaining({ speech: [{ fromMs: 200, toMs: 100 }] }),
    'explanation',
  ],
  'hears tones that no telephone carries': [
    explaining({ tones: [{ fromMs: 0, toMs: 100, hz: 9000 }] }),
    'explanation',
  ],
  'believes beyond certainty': [explaining({ belief: [{ atMs: 0, machine: 2 }] }), 'explanation'],
  'decides otherwise where it explains': [
    (options) => new Says(options?.explain === true ? { answeredBy: 'UNDECIDED' } : {}),
    'same-verdict',
  ],
  'talks into the greeting': [
    () => new Ends(({ heardMs }) => ({ after: 'silence', atMs: heardMs })),
    'greeting',
  ],
  'talks into the beep': [
    () =>
      new Ends(({ heardMs }) => (heardMs > LIMIT_MS + 3000 ? { after: 'beep', atMs: heardMs } : undefined)),
    'greeting',
  ],
  'takes a beep within the greeting for its end': [
    () =>
      new Ends(({ heardMs }) => (heardMs > LIMIT_MS + 3700 ? { after: 'beep', atMs: heardMs } : undefined)),
    'greeting',
  ],
  'takes a tone from before the verdict for the beep': [
    () =>
      new (class extends GreetedAnalysis {
        private beeped = false;
        override push(samples: Int16Array) {
          this.beeped ||= this.samples === 0 && samples.some((sample) => sample > 5000);
          return super.push(samples);
        }
        override pushGreeting(samples: Int16Array) {
          const end = super.pushGreeting(samples);
          return this.beeped ? { after: 'beep' as const, atMs: this.samples / 8 } : end;
        }
      })(),
    'greeting',
  ],
  'says something else at the end of a greeting': [
    () => new Ends(({ isQuiet }) => (isQuiet ? true : undefined)),
    'greeting',
  ],
  'ends greetings in the future': [
    () => new Ends(({ isQuiet }) => (isQuiet ? { after: 'silence', atMs: 60_000 } : undefined)),
    'greeting',
  ],
  'says only with its verdict that it follows greetings': [
    () =>
      new (class extends LoudAnalysis {
        pushGreeting: AmdAnalysis['pushGreeting'] = undefined;
        protected override decide(reason: AmdVerdict['reason']): AmdVerdict {
          this.pushGreeting = () => ({ after: 'silence', atMs: 0 });
          return super.decide(reason);
        }
      })() as AmdAnalysis,
    'greeting-known',
  ],
  'never finds a greeting over': [
    () =>
      new (class extends GreetedAnalysis {
        override pushGreeting = () => undefined;
      })(),
    'greeting',
  ],
  'takes everybody for a person': [() => new Says({ answeredBy: 'HUMAN' }), 'digital-silence'],
  'takes everybody for a machine': [() => new Says({ answeredBy: 'MACHINE' }), 'undecided'],
  'takes fax machines for fax machines': [() => new Says({ answeredBy: 'FAX' }), 'verdict'],
  'has reasons of its own': [() => new Says({ reason: 'mood' }), 'verdict'],
  'is surer than sure': [() => new Says({ confidence: 2 }), 'verdict'],
  'has heard more than there was': [() => new Says({ atMs: 5000 }), 'verdict'],
  'measures in words': [() => new Says({ measurements: { loud: 'very' } }), 'verdict'],
  'answers with a text': [
    () =>
      new (class extends LoudAnalysis {
        override finish = () => 'HUMAN' as never;
        protected override decide = () => 'HUMAN' as never;
      })(),
    'verdict',
  ],
  'answers later': [
    () =>
      new (class extends LoudAnalysis {
        override push(samples: Int16Array) {
          super.push(samples);
          return undefined;
        }
        override finish = () => Promise.resolve(super.finish()) as never;
      })(),
    'verdict',
  ],
  'waits for more': [
    () =>
      new (class extends LoudAnalysis {
        override finish = () => undefined as never;
      })(),
    'decides',
  ],
  'takes packets of 20 ms only': [
    () =>
      new (class extends LoudAnalysis {
        override push(samples: Int16Array) {
          if (samples.length !== 160) throw new Error('That is no packet.');
          return super.push(samples);
        }
      })(),
    'packets',
  ],
  'mixes calls up': [
    () => {
      shared.loud = 0;
      return new (class extends LoudAnalysis {
        override push(samples: Int16Array) {
          this.loud = shared.loud;
          const verdict = super.push(samples);
          shared.loud = this.loud;
          return verdict;
        }
      })();
    },
    'apart',
  ],
  'keeps the array of the host': [
    () => {
      return new (class extends LoudAnalysis {
        private readonly packets: Int16Array[] = [];
        override push(samples: Int16Array) {
          this.packets.push(samples);
          if (this.packets.length * 160 < LIMIT_MS * 8) return undefined;
          return this.finish();
        }
        override finish() {
          for (const packet of this.packets.splice(0)) super.push(packet);
          return this.decide('audio-ended');
        }
      })();
    },
    'copies',
  ],
  'asks a clock': [
    () => {
      timers.push(setTimeout(() => {}, 60_000));
      return new LoudAnalysis();
    },
    'closes',
    'no-outside',
  ],
};

async function brokenBy(
  analyse: (options: AmdOptions | undefined) => AmdAnalysis,
  { limitMs = LIMIT_MS, module = import.meta.url }: { limitMs?: unknown; module?: string } = {},
): Promise<string[]> {
  const plugin = defineAmdDetector({
    id: 'acme',
    displayName: 'Acme',
    module,
    config: z.object({}),
    create: () => ({ limitMs, analyse }) as AmdDetector,
  });
  const ids: string[] = [];
  for await (const { rule, broken } of runRules(amdDetectorRules({ plugin, patienceMs: 50 })))
    if (broken) ids.push(rule.id);
  return ids;
}

const good = () => new LoudAnalysis();

describe('the rules for detectors', () => {
  it('are kept by one that does as the contract says', async () => {
    await expect(brokenBy(good)).resolves.toEqual([]);
  });

  it.each([
    ['explains its verdicts where it is asked to', explaining({})],
    ['hears the end of greetings', () => new GreetedAnalysis()],
  ])('are kept by one that %s', async (_what, analyse) => {
    await expect(brokenBy(analyse)).resolves.toEqual([]);
  });

  it.each(Object.entries(mutants))('catch one that %s', async (_what, [analyse, ...rules]) => {
    await expect(brokenBy(analyse)).resolves.toEqual(rules);
  });

  it('catch one that nobody finds', async () => {
    await expect(brokenBy(good, { module: 'acme' })).resolves.toEqual(['module']);
  });

  it.each([[60_000], [NaN], ['600']])('catch one that wants to listen for %p ms', async (limitMs) => {
    await expect(brokenBy(good, { limitMs })).resolves.toContain('limit');
  });
});
