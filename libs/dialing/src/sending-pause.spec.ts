import { ManualClock } from '@marcador/platform/manual-clock.js';
import { createLog } from '@marcador/platform/logging.js';
import { SendingPause } from './sending-pause.js';

it.each([
  ['audio', 'no-audio-for-call'],
  ['way', 'no-way-for-call'],
] as const)(
  'a call that lacks its %s is told of by the code %s, with the cause as it came',
  (lacks, code) => {
    const pause = new SendingPause(new ManualClock('2026-11-23T08:00:00Z'), createLog('silent'), () => {});
    pause.failed({ kind: 'not-sent', lacks, message: 'send ENETUNREACH' });
    expect(pause.fault).toMatchObject({
      code,
      params: { cause: 'send ENETUNREACH' },
      reason: expect.stringContaining('(send ENETUNREACH)') as string,
    });
    pause.close();
  },
);
