import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { PacingStrategy, PluginLog } from '@marcador/plugin-api';
import fc from 'fast-check';
import { CallGate } from './call-gate.js';
import { guardPacing, missingPacing } from './guarded-pacing.js';

const quiet: PluginLog = { debug() {}, info() {}, warn() {}, error() {} };
const state = { freeAgents: 9, unpromisedAgents: 7, inFlightCalls: 2, idlePorts: 5 };
const asked = (callsToBegin: PacingStrategy['callsToBegin'], given = state) =>
  guardPacing(
    { callsToBegin },
    new CallGate(new ManualClock('2026-01-01T00:00:00Z')),
    quiet,
    () => undefined,
  ).callsToBegin(given);

describe('the guard of a pacing strategy', () => {
  it('passes a number within the limits on', () => {
    expect(asked(() => 3)).toBe(3);
  });

  it('never lets more calls begin than there are unpromised agents or idle ports', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(500), fc.nat(500), (answer, unpromisedAgents, idlePorts) => {
        const calls = asked(() => answer, { ...state, unpromisedAgents, idlePorts });
        expect(calls).toBe(Math.min(answer, unpromisedAgents, idlePorts));
      }),
    );
  });

  it.each([NaN, Infinity, -1, 2.5, '3', undefined, null])('begins no call on %p', (answer) => {
    expect(asked(() => answer as number)).toBe(0);
  });

  it('says when there was no answer, so that it is asked again', () => {
    let failures = 0;
    const gate = new CallGate(new ManualClock('2026-01-01T00:00:00Z'));
    const guarded = guardPacing({ callsToBegin: () => NaN }, gate, quiet, () => (failures += 1));
    for (let asked = 0; asked < 9; asked++) expect(guarded.callsToBegin(state)).toBe(0);
    expect(failures).toBe(9);
  });

  it('begins no call when the strategy throws or is missing', () => {
    expect(
      asked(() => {
        throw new Error('broken');
      }),
    ).toBe(0);
    expect(missingPacing().callsToBegin(state)).toBe(0);
  });
});
