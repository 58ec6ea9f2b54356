import { ManualClock } from '@marcador/platform/manual-clock.js';
import { AmdGate, type AmdOutcome } from './amd-gate.js';
import type { AnalysisWork } from './analysis-work.js';
import { presumedPerson } from './amd-verdict.js';

const work: AnalysisWork = { frames: 50, micros: 1000, maxMicros: 90, isTooSlow: false };
const decided = (answeredBy: 'HUMAN' | 'UNDECIDED', cost = work): AmdOutcome => ({
  kind: 'verdict',
  verdict: { answeredBy, reason: 'long-speech', confidence: 0.9, atMs: 1000, measurements: {} },
  work: cost,
});
const threw: AmdOutcome = { kind: 'verdict', verdict: presumedPerson('detector-failed', 20), work };
const tooSlow: AmdOutcome = { ...threw, work: { ...work, isTooSlow: true } };
const lost: AmdOutcome = { kind: 'failed', reason: 'the worker stood still' };

describe('the gate of a detector', () => {
  let clock: ManualClock;
  let gate: AmdGate;
  let logged: object[];
  beforeEach(() => {
    clock = new ManualClock('2026-01-01T00:00:00Z');
    logged = [];
    gate = new AmdGate(clock, { error: (fields) => void logged.push(fields) });
  });

  const analyse = (outcome: AmdOutcome) => {
    const ended = gate.begin();
    ended?.(outcome);
    return ended !== undefined;
  };

  it('counts analyses, what they cost, and those that leave it open', () => {
    for (const outcome of [
      decided('HUMAN'),
      decided('UNDECIDED', { ...work, maxMicros: 200 }),
      threw,
      tooSlow,
    ])
      analyse(outcome);
    analyse({ kind: 'none' });
    gate.begin();
    expect(gate.figures()).toMatchObject({
      ...{ calls: 4, failures: 1, late: 1, refused: 0, underWay: 1, waiting: 0, breaker: 'closed' },
      detection: { undecided: 1, frames: 200, frameMicros: 4000, maxFrameMicros: 200 },
    });
  });

  it.each([
    ['throws', threw],
    ['takes too long for a frame', tooSlow],
    ['takes its media worker along', lost],
  ])(
    'asks a detector no more for a while that %s five times in a row, and says so once',
    async (_, failure) => {
      for (let call = 0; call < 4; call++) analyse(failure);
      analyse(decided('HUMAN'));
      const underWay = gate.begin();
      for (let call = 0; call < 5; call++) expect(analyse(failure)).toBe(true);
      underWay?.(failure);
      expect([analyse(decided('HUMAN')), analyse(decided('HUMAN'))]).toEqual([false, false]);
      expect(gate.figures()).toMatchObject({ breaker: 'open', refused: 2 });
      expect(logged).toHaveLength(1);
      await clock.advance(5000);
      expect(gate.figures().breaker).toBe('half-open');
    },
  );

  it('lets one call decide after the pause, which grows to a minute', async () => {
    for (let call = 0; call < 5; call++) analyse(threw);
    for (const pauseMs of [5000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      await clock.advance(pauseMs - 1);
      expect(analyse(threw)).toBe(false);
      await clock.advance(1);
      const probe = gate.begin();
      expect(gate.begin()).toBeUndefined();
      probe?.(threw);
    }
    await clock.advance(60_000);
    expect([analyse(decided('HUMAN')), analyse(decided('HUMAN'))]).toEqual([true, true]);
    expect(gate.figures().breaker).toBe('closed');
  });

  it('lets the next call decide where the first one ended before', async () => {
    for (let call = 0; call < 5; call++) analyse(threw);
    await clock.advance(5000);
    analyse({ kind: 'none' });
    expect(analyse(decided('HUMAN'))).toBe(true);
  });
});
