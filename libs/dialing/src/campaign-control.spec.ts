import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { engineBetweenFakes, settled } from '../../../test/support/engine.js';
import { CampaignControl } from './campaign-control.js';

const STORED = {
  id: 'a',
  name: 'A',
  groupId: 'g',
  timeZone: 'UTC',
  pilotNumber: '700',
  maxAttempts: 5,
  retryAfterMinutes: 60,
  targetInstanceId: 't',
  queueId: 'sales',
  dncInstanceId: 'd',
  amdInstanceId: null,
  pacingInstanceId: 'p',
} as Campaign;

/** A control over a database that answers only when it is told to. */
function controlled() {
  const { dialer } = engineBetweenFakes(1);
  const stored = { state: 'STOPPED' };
  const answers: (() => void)[] = [];
  const later = <T>(value: () => T) => new Promise<T>((resolve) => answers.push(() => resolve(value())));
  const control = new CampaignControl(
    {
      setState: (_id, state) => later(() => void (stored.state = state)),
      get: () => later(() => STORED),
      findStarted: () => later(() => []),
    },
    { ofCampaign: () => later(() => []) },
    dialer,
    60_000,
  );
  const answerAll = async () => {
    for (let turn = 0; turn < 10; turn++) {
      answers.shift()?.();
      await settled();
    }
  };
  return { control, dialer, stored, answerAll };
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
});
