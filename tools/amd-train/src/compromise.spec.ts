import type { Situation } from '@marcador/amd-cadence/profile.js';
import { compromise, type Aim } from './compromise.js';
import { candidate, scoreOf, type Believed } from './trial.js';

const STEPS = Array.from({ length: 40 }, (_, step) => 400 + 100 * step);

/** The model grows surer with time: of the machines that talk at once, of people once they wait. */
function call(label: 'HUMAN' | 'MACHINE', sureAtMs: number): Believed {
  const sign = label === 'MACHINE' ? 1 : -1;
  const situation: Situation = label === 'MACHINE' ? 'speaks' : 'waits';
  return {
    heard: {
      clip: { file: '', label, category: '', source: '', beep: undefined },
      stepsMs: STEPS,
      situations: STEPS.map(() => situation),
      silentSoFar: STEPS.map(() => false),
      features: new Float32Array(),
      toneAtMs: Infinity,
    },
    machine: STEPS.map((atMs) => (atMs < sureAtMs ? 0.5 - sign * 0.1 : 0.5 + sign * 0.45)),
  };
}

const calls = [1500, 2000, 2500, 3000].flatMap((ms) => [call('HUMAN', ms), call('MACHINE', ms)]);
const ROUNDS = 360;
const aim: Aim = {
  limitMs: 4000,
  silenceAtPickUpMs: 3000,
  medianMs: 2500,
  humanRecall: 0.9,
  percentPerSecond: 1,
};

describe('the compromise', () => {
  it('waits until the model is sure, and no longer', () => {
    const { accuracy, medianMs } = scoreOf(candidate(compromise(aim, calls, 1, ROUNDS)), calls);
    expect(accuracy).toBe(1);
    expect(medianMs).toBeLessThanOrEqual(2500);
  });

  it('is the same for the same seed', () => {
    expect(compromise(aim, calls, 1, ROUNDS)).toEqual(compromise(aim, calls, 1, ROUNDS));
  });
});
