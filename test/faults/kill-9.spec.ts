import type { Progress } from '@marcador/sandbox/api.js';
import { SAMPLES } from '@marcador/sandbox/samples.js';
import { startSamples } from '@marcador/sandbox/set-up.js';
import { judge } from '@marcador/sandbox/verdict.js';
import { OpenWorld, until } from '../support/open-world.js';
import { progressOf } from '../support/progress.js';
import { interruptedCalls } from '../support/settled-calls.js';

/** So that no call of a dead process lasts longer than the carrier's 32 s without an ACK. */
const LONGEST_CALL_MS = 4000;

describe('kill -9 of the service in mid-campaign', () => {
  let world: OpenWorld;

  beforeAll(async () => {
    world = await OpenWorld.start({
      simulator: {
        people: { patienceMs: LONGEST_CALL_MS, recordingMs: LONGEST_CALL_MS, longestRingMs: LONGEST_CALL_MS },
      },
    });
  });
  afterAll(() => world.close());

  it('loses no lead, calls none over its attempts and no number twice at once', async () => {
    const startedAt = Date.now();
    const campaigns = await startSamples(world.administrator, SAMPLES);
    const killedAt: number[] = [];
    for (const share of [0.2, 0.5]) {
      await until(async () => {
        const progress = await progressOf(world, campaigns);
        return progress.every((each) => finished(each) >= share * total(each) && calls(each) > 0);
      });
      await world.kill();
      killedAt.push(Date.now());
      await world.startAgain();
    }
    const progress = await until(async () => {
      const all = await progressOf(world, campaigns);
      return all.every(({ unfinished }) => unfinished === 0) && all;
    });
    const summary = await judge(
      world.administrator,
      world.simulator.control,
      campaigns,
      progress,
      startedAt,
      killedAt,
    );
    expect(summary.violations).toEqual([]);
    expect(progress.map(total)).toEqual([48, 48]);
    expect(await interruptedCalls(world)).toBeGreaterThan(0);
  });
});

const total = ({ leads }: Progress) => Object.values(leads).reduce((sum, n) => sum + n, 0);
const finished = (progress: Progress) => total(progress) - progress.unfinished;
const calls = (progress: Progress) => Object.values(progress.calls).reduce((sum, n) => sum + n, 0);
