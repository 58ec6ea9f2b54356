import type { ListAgeRule } from '@marcador/domain/list-age.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import type { Group } from '@marcador/persistence/entities/group.entity.js';
import type { ScheduleEntry } from '@marcador/persistence/entities/schedule-entry.entity.js';
import { engineBetweenFakes, settled, TODAY } from '../../../test/support/engine.js';
import { createLog } from '@marcador/platform/logging.js';
import { CampaignControl } from './campaign-control.js';
import { ListAges } from './list-ages.js';

const STORED = {
  id: 'a',
  name: 'A',
  groupId: 'g',
  timeZone: 'UTC',
  pilotNumber: '700',
  callerNumber: '+49301234',
  callerName: '',
  company: '',
  maxAttempts: 5,
  retryAfterMinutes: 60,
  targetInstanceId: 't',
  queueId: 'sales',
  dncInstanceIds: ['d'],
  amdInstanceId: null,
  messageRecordingId: null,
  pacingInstanceId: 'p',
} as Campaign;

/** A control over a database that answers only when it is told to. */
function controlled() {
  const { clock, dialer } = engineBetweenFakes(1);
  const list = { rule: undefined as ListAgeRule | undefined };
  const lists = new ListAges(
    {
      ruleOf: () => Promise.resolve(list.rule),
      dateOf: () => Promise.resolve('2026-11-01'),
      name: () => 'Registry',
    },
    clock,
    createLog('silent'),
  );
  const stored = { state: 'STOPPED' };
  const group = { name: 'Sales', enabled: true };
  const leftRunning: ScheduleEntry[] = [];
  const entryStates: [string, string][] = [];
  const answers: (() => void)[] = [];
  const later = <T>(value: () => T) => new Promise<T>((resolve) => answers.push(() => resolve(value())));
  const control = new CampaignControl(
    {
      start: () =>
        later(() => {
          if (group.enabled) stored.state = 'STARTED';
          return group as Group;
        }),
      stop: () => later(() => void (stored.state = 'STOPPED')),
      get: () => later(() => STORED),
      findStarted: () => later(() => []),
    },
    {
      ofCampaign: () => later(() => []),
      leftRunning: () => later(() => leftRunning.map((entry) => ({ entry, timeZone: 'UTC' }))),
      setState: (id, state) => later(() => void entryStates.push([id, state])),
    },
    { get: () => later(() => group as Group) },
    dialer,
    lists,
    clock,
    60_000,
  );
  const answerAll = async () => {
    for (let turn = 0; turn < 20; turn++) {
      answers.shift()?.();
      await settled();
    }
  };
  return { control, dialer, list, lists, stored, group, leftRunning, entryStates, answerAll };
}

describe('starting and stopping', () => {
  it('at the same time leaves engine and database with the later one', async () => {
    const { control, dialer, stored, answerAll } = controlled();
    const both = Promise.all([control.start('a'), control.stop('a')]);
    await answerAll();
    await both;
    expect(stored.state).toBe('STOPPED');
    expect(dialer.get('a')).toBeUndefined();
  });

  it('twice takes a campaign up once', async () => {
    const { control, dialer, answerAll } = controlled();
    const both = Promise.all([control.start('a'), control.start('a')]);
    await answerAll();
    await both;
    expect(dialer.list()).toHaveLength(1);
  });

  it('does not start a campaign of a disabled group, and says so while it is stopped', async () => {
    const { control, dialer, stored, group, answerAll } = controlled();
    group.enabled = false;
    const started = control.start('a');
    await answerAll();
    expect(await started).toEqual({ kind: 'group-disabled', group: 'Sales' });
    expect([stored.state, dialer.list()]).toEqual(['STOPPED', []]);
    const hindrances = control.whileStopped('a').then(({ hindrances }) => hindrances);
    await answerAll();
    expect(await hindrances).toEqual([
      { kind: 'stopped' },
      { kind: 'group-disabled', group: 'Sales' },
      { kind: 'outside-hours', next: null },
    ]);
  });

  it('tells of a stopped campaign that its do-not-call list is too old', async () => {
    const { control, list, answerAll } = controlled();
    list.rule = { oldestDays: 21, stops: true };
    const seen = control.whileStopped('a');
    await answerAll();
    const old = { service: 'Registry', listDate: '2026-11-01', days: 22, oldestDays: 21 };
    const { hindrances, oldLists } = await seen;
    expect(hindrances).toContainEqual({ kind: 'do-not-call-list-too-old', ...old });
    expect(oldLists).toEqual([{ ...old, stops: true }]);
  });

  it('knows before a campaign is taken up whether its lists are too old', async () => {
    const { control, list, lists, answerAll } = controlled();
    list.rule = { oldestDays: 21, stops: true };
    const started = control.start('a');
    await answerAll();
    await started;
    expect(lists.tooOld(['d'])).toHaveLength(1);
  });

  it('completes a stop that a crash cut short: its entry no longer runs', async () => {
    const { control, leftRunning, entryStates, answerAll } = controlled();
    const hours = { startTime: '00:00', endTime: '24:00', campaignId: 'a', version: 1 };
    leftRunning.push({ ...hours, id: 'today', date: TODAY, state: 'RUNNING' });
    leftRunning.push({ ...hours, id: 'over', date: '2026-11-22', state: 'DO_NOT_CALL_OOS' });
    const takenUp = control.takeUpStarted();
    await answerAll();
    await takenUp;
    expect(entryStates).toEqual([
      ['today', 'NOT_RUNNING'],
      ['over', 'COMPLETED'],
    ]);
  });
});
