import type { AmdDetector, AmdVerdict, PluginLog } from '@marcador/plugin-api';
import { guardAmd } from './guarded-amd.js';

const FRAME = new Int16Array(160);
const quiet: PluginLog = { debug() {}, info() {}, warn() {}, error() {} };
const machine: AmdVerdict = {
  answeredBy: 'MACHINE',
  reason: 'tone',
  confidence: 0.9,
  atMs: 20,
  measurements: {},
};
const undecided = { answeredBy: 'HUMAN', reason: 'time-limit', confidence: 0 };

function analysis(push: () => unknown, finish: () => unknown = () => machine) {
  const detector = { limitMs: 4000, analyse: () => ({ push, finish }) } as unknown as AmdDetector;
  return guardAmd(detector, quiet).analyse();
}

const thrower = () => {
  throw new Error('broken');
};

describe('the guard of answering machine detection', () => {
  it('passes a verdict on', () => {
    expect(analysis(() => machine).push(FRAME)).toEqual(machine);
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

  it('takes a throw in push, finish or analyse for a person', () => {
    const pushed = analysis(thrower);
    expect(pushed.push(FRAME)).toMatchObject({ ...undecided, atMs: 20 });
    expect(pushed.finish()).toMatchObject(undecided);
    expect(analysis(() => undefined, thrower).finish()).toMatchObject(undecided);
    const broken = guardAmd({ limitMs: 4000, analyse: thrower }, quiet).analyse();
    expect(broken.push(FRAME)).toMatchObject(undecided);
    expect(broken.finish()).toMatchObject(undecided);
  });

  it.each([
    null,
    'MACHINE',
    {},
    { ...machine, answeredBy: 'FAX' },
    { ...machine, reason: 'mood' },
    { ...machine, confidence: 2 },
    { ...machine, confidence: NaN },
    { ...machine, atMs: -1 },
    { ...machine, measurements: { x: 'y' } },
  ])('takes the garbage %j for a person', (garbage) => {
    expect(analysis(() => garbage).push(FRAME)).toMatchObject(undecided);
  });

  it('takes a detector that does not decide at the end for a person', () => {
    expect(
      analysis(
        () => undefined,
        () => undefined,
      ).finish(),
    ).toMatchObject(undecided);
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
