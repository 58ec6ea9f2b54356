import type { AmdDetector, AmdExplanation, AmdOptions, AmdVerdict, PluginLog } from '@marcador/plugin-api';
import { FrameBudget } from './frame-budget.js';
import { followsGreetings, guardAmd } from './guarded-amd.js';

const FRAME = new Int16Array(160);
const quiet: PluginLog = { debug() {}, info() {}, warn() {}, error() {} };
const machine: AmdVerdict = {
  answeredBy: 'MACHINE',
  reason: 'tone',
  confidence: 0.9,
  atMs: 20,
  measurements: {},
};
const failed = { answeredBy: 'HUMAN', reason: 'detector-failed', confidence: 0 };
const explanation: AmdExplanation = {
  frameMs: 20,
  levelDbov: [-60, -20],
  speech: [{ fromMs: 20, toMs: 40 }],
  tones: [],
  belief: [{ atMs: 20, machine: 0.5 }],
};

function analysis(push: () => unknown, finish: () => unknown = () => machine, options?: AmdOptions) {
  const detector = { limitMs: 4000, analyse: () => ({ push, finish }) } as unknown as AmdDetector;
  return guardAmd(detector, quiet).analyse(options);
}

const thrower = () => {
  throw new Error('broken');
};

describe('the guard of answering machine detection', () => {
  it('passes a verdict on', () => {
    expect(analysis(() => machine).push(FRAME)).toEqual(machine);
  });

  it.each<Partial<AmdVerdict>>([
    { answeredBy: 'UNDECIDED', reason: 'speech-pattern' },
    { machine: 'greeting' },
    { machine: 'silence', reason: 'silence-at-pick-up' },
  ])('passes %j on', (change) => {
    expect(analysis(() => ({ ...machine, ...change })).push(FRAME)).toEqual({ ...machine, ...change });
  });

  it('asks for an explanation where it is wanted, and leaves out what nobody asked for', () => {
    const asked: (AmdOptions | undefined)[] = [];
    const explaining = { push: () => ({ ...machine, explanation }), finish: () => machine };
    const detector: AmdDetector = {
      limitMs: 4000,
      analyse(options) {
        asked.push(options);
        return explaining;
      },
    };
    const guarded = guardAmd(detector, quiet);
    expect(guarded.analyse({ explain: true }).push(FRAME)).toEqual({ ...machine, explanation });
    expect(guarded.analyse({ explain: false }).push(FRAME)).toEqual(machine);
    expect(guarded.analyse().push(FRAME)).toEqual(machine);
    expect(asked).toEqual([{ explain: true }, { explain: false }, { explain: false }]);
  });

  it.each<[string, unknown]>([
    ['is none', 'loud'],
    ['lacks a part', { ...explanation, tones: undefined }],
    ['has more levels than 30 s have', { ...explanation, levelDbov: new Array(1501).fill(-60) }],
    ['has levels that are no whole decibels', { ...explanation, levelDbov: [-20.5] }],
    ['has too many pieces', { ...explanation, speech: new Array(101).fill({ fromMs: 0, toMs: 1 }) }],
    ['believes beyond certainty', { ...explanation, belief: [{ atMs: 0, machine: 1.1 }] }],
    ['carries a time that is none', { ...explanation, speech: [{ fromMs: NaN, toMs: 1 }] }],
  ])('keeps the verdict, and not the explanation that %s', (_what, wrong) => {
    const verdict = analysis(() => ({ ...machine, explanation: wrong }), undefined, { explain: true });
    expect(verdict.push(FRAME)).toEqual(machine);
  });

  it('passes nothing of an explanation on that is no part of one', () => {
    const chatty = { ...explanation, audio: [1, 2, 3] };
    const verdict = analysis(() => ({ ...machine, explanation: chatty }), undefined, { explain: true });
    expect(verdict.push(FRAME)).toEqual({ ...machine, explanation });
  });

  it('passes nothing on to a detector that has decided', () => {
    let pushes = 0;
    const guarded = analysis(() => (++pushes === 2 ? machine : undefined));
    for (let frame = 0; frame < 5; frame++) guarded.push(FRAME);
    expect(pushes).toBe(2);
    expect(guarded.finish()).toEqual(machine);
  });

  describe('at the end of a greeting', () => {
    const listening = (pushGreeting?: () => unknown) => {
      const made = { push: () => machine, finish: () => machine, ...(pushGreeting && { pushGreeting }) };
      const detector = { limitMs: 4000, analyse: () => made } as unknown as AmdDetector;
      return guardAmd(detector, quiet).analyse();
    };

    it('passes on what the detector says, after its verdict too', () => {
      const answers = [undefined, { after: 'beep', atMs: 20 }];
      const guarded = listening(() => answers.shift());
      guarded.push(FRAME);
      expect(guarded.pushGreeting?.(FRAME)).toBeUndefined();
      expect(guarded.pushGreeting?.(FRAME)).toEqual({ after: 'beep', atMs: 20 });
    });

    it('has nothing to say where the detector has not', () => {
      expect(typeof listening().pushGreeting).toBe('undefined');
    });

    it.each([null, true, {}, { after: 'a while', atMs: 20 }, { after: 'beep', atMs: NaN }])(
      'throws for the garbage %j',
      (garbage) => {
        expect(() => listening(() => garbage).pushGreeting?.(FRAME)).toThrow();
      },
    );
  });

  it.each<[string, boolean, () => object]>([
    ['has no pushGreeting', false, () => ({})],
    ['has one', true, () => ({ pushGreeting: () => undefined })],
    ['cannot begin', true, thrower],
  ])('knows whether messages can be left with a detector whose analysis %s', (_what, follows, analyse) => {
    expect(followsGreetings({ limitMs: 4000, analyse } as unknown as AmdDetector)).toBe(follows);
  });

  it('takes a throw in push, finish or analyse for a person', () => {
    const pushed = analysis(thrower);
    expect(pushed.push(FRAME)).toMatchObject({ ...failed, atMs: 20 });
    expect(pushed.finish()).toMatchObject(failed);
    expect(analysis(() => undefined, thrower).finish()).toMatchObject(failed);
    const broken = guardAmd({ limitMs: 4000, analyse: thrower }, quiet).analyse();
    expect(broken.push(FRAME)).toMatchObject(failed);
    expect(broken.finish()).toMatchObject(failed);
  });

  it.each([
    null,
    'MACHINE',
    {},
    { ...machine, answeredBy: 'FAX' },
    { ...machine, machine: 'robot' },
    { ...machine, answeredBy: 'HUMAN', machine: 'beep' },
    { ...machine, answeredBy: 'UNDECIDED', machine: 'silence' },
    { ...machine, reason: 'detector-failed' },
    { ...machine, reason: 'mood' },
    { ...machine, confidence: 2 },
    { ...machine, confidence: NaN },
    { ...machine, atMs: -1 },
    { ...machine, measurements: { x: 'y' } },
  ])('takes the garbage %j for a person', (garbage) => {
    expect(analysis(() => garbage).push(FRAME)).toMatchObject(failed);
  });

  it('takes a detector that does not decide at the end for a person', () => {
    expect(
      analysis(
        () => undefined,
        () => undefined,
      ).finish(),
    ).toMatchObject(failed);
  });

  describe('of a detector that takes too long', () => {
    let now: number;
    const slow = (ms: number) => {
      const takes = () => void (now += ms);
      const made = { push: takes, finish: () => machine, pushGreeting: takes };
      const detector = { limitMs: 4000, analyse: () => made } as unknown as AmdDetector;
      return guardAmd(detector, quiet, new FrameBudget(() => now));
    };
    beforeEach(() => (now = 0));

    it('ends its analyses as failed, of all calls of the thread, and asks it for nothing', () => {
      const guarded = slow(600);
      const [one, other] = [guarded.analyse(), guarded.analyse()];
      expect(one.push(FRAME)).toBeUndefined();
      expect(other.push(FRAME)).toMatchObject({ ...failed, atMs: 20 });
      expect(one.push(FRAME)).toMatchObject({ ...failed, atMs: 40 });
      expect(guarded.analyse().finish()).toMatchObject(failed);
      expect(now).toBe(1200);
      expect(one.work).toEqual({ frames: 1, micros: 600_000, maxMicros: 600_000, isTooSlow: true });
      expect(() => guarded.analyse().pushGreeting?.(FRAME)).toThrow('more than 2 ms');
    });

    it('counts what it takes at the end of a greeting too', () => {
      const guarded = slow(600);
      const analysis = guarded.analyse();
      analysis.pushGreeting?.(FRAME);
      analysis.pushGreeting?.(FRAME);
      expect(guarded.analyse().push(FRAME)).toMatchObject(failed);
    });

    it('tells what it took where it is fast enough', () => {
      const analysis = slow(1).analyse();
      analysis.push(FRAME);
      expect(analysis.finish()).toEqual(machine);
      expect(analysis.work).toEqual({ frames: 2, micros: 1000, maxMicros: 1000, isTooSlow: false });
    });
  });

  it.each([
    [4000, 4000],
    [60_000_000, 30_000],
    [NaN, 0],
    [-5, 0],
  ])('listens for a limit of %d no longer than %d ms', (limitMs, expected) => {
    expect(guardAmd({ limitMs, analyse: thrower }, quiet).limitMs).toBe(expected);
  });
});
