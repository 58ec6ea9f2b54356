import fc from 'fast-check';
import { campaign, engineBetweenFakes, entry, settled, TODAY } from '../../../test/support/engine.js';
import { hindrances, type Surroundings } from './hindrances.js';
import { LeadPool } from './lead-pool.js';
import { RunningCampaign } from './running-campaign.js';

const NOON = new Date(`${TODAY}T12:00:00Z`);

const OPEN: Surroundings = {
  now: NOON,
  ports: { hindrances: [] },
  sendingFault: undefined,
  outagesOf: () => [],
  oldListsOf: () => [],
  queueOf: () => ({
    free: 1,
    unpromised: 1,
    inFlight: 0,
    loggedOn: 1,
    busy: undefined,
    unreachable: undefined,
  }),
  callsToBegin: () => 1,
};

describe('what hinders a call', () => {
  it('is never nothing while campaign and schedule do not allow one', () => {
    const state = fc.constantFrom('NOT_RUNNING', 'RUNNING', 'COMPLETED', 'DO_NOT_CALL_OOS' as const);
    const outage = fc.constantFrom([], [{ service: 'Registry', since: NOON, reason: 'It is silent.' }]);
    fc.assert(
      fc.property(
        state,
        fc.boolean(),
        fc.boolean(),
        outage,
        fc.boolean(),
        (state, started, finished, outage, today) => {
          const running = new RunningCampaign(
            campaign('a'),
            [{ ...entry('08:00', '17:00', today ? TODAY : '2026-11-24'), state }],
            new LeadPool(),
          );
          Object.assign(running, { started, allLeadsFinished: finished });
          const found = [...hindrances(running, { ...OPEN, outagesOf: () => outage })];
          if (!running.mayDialAt(NOON)) expect(found).not.toEqual([]);
        },
      ),
    );
  });

  it('is told as a list, with the times that help', async () => {
    const { clock, dialer } = engineBetweenFakes(0);
    dialer.add(campaign('a'), [entry('09:00', '17:00')]);
    await settled();
    const running = dialer.get('a');
    running?.pool.postpone(new Date(`${TODAY}T10:00:00Z`));
    expect(running && dialer.hindrancesOf(running)).toEqual([
      { kind: 'outside-hours', next: new Date(`${TODAY}T09:00:00Z`) },
      { kind: 'no-lead-due', next: new Date(`${TODAY}T10:00:00Z`) },
      { kind: 'no-free-agent', loggedOn: 0 },
      { kind: 'all-ports-busy', ports: 0 },
    ]);
    await clock.advance(3_600_000);
    expect(running && dialer.hindrancesOf(running)).not.toContainEqual(
      expect.objectContaining({ kind: 'outside-hours' }),
    );
  });

  it('tells agents who are promised to calls from agents who are not free', async () => {
    const { claims, clock, dialer, target } = engineBetweenFakes(5);
    claims.add('a', ['1', '2'], clock.now());
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    const running = dialer.get('a');
    expect(running && dialer.hindrancesOf(running)).toEqual([
      { kind: 'agents-promised', free: 1, inFlight: 1 },
    ]);
    target.setBusy('ann');
    expect(running && dialer.hindrancesOf(running)).toEqual([{ kind: 'no-free-agent', loggedOn: 0 }]);
  });

  it('goes away as calls are begun: where nothing hinders, a call has begun', async () => {
    const { claims, clock, dialer, target, pool } = engineBetweenFakes(5);
    claims.add('a', ['1'], clock.now());
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls).toHaveLength(0);
    target.setFree('ann');
    await settled();
    expect(pool.calls).toHaveLength(1);
  });
});
