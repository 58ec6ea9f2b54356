import { ManualClock } from '@marcador/platform/manual-clock.js';
import { Retransmitter } from './retransmitter.js';
import { applyUdpTimers } from './timers.js';

const START = '2026-01-01T00:00:00Z';

function setUp() {
  applyUdpTimers();
  const clock = new ManualClock(START);
  const retransmitter = new Retransmitter(clock);
  const sent: number[] = [];
  const send = () => sent.push(clock.now().getTime() - Date.parse(START));
  return { clock, retransmitter, sent, send };
}

describe('retransmission (RFC 3261 §17)', () => {
  it('of an INVITE doubles its interval from T1 on, until 64·T1 are over (Timer A)', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    retransmitter.start('a', { owner: {}, capped: false, resend: send });
    await clock.advance(120_000);
    expect(sent).toEqual([500, 1500, 3500, 7500, 15_500, 31_500]);
    expect([clock.timers, retransmitter.size]).toEqual([0, 0]);
  });

  it('of other requests and of responses does not go beyond T2 (Timers E and G)', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    retransmitter.start('a', { owner: {}, capped: true, resend: send });
    await clock.advance(120_000);
    expect(sent).toEqual([500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
  });

  it('goes on at T2 after a provisional response', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    retransmitter.start('a', { owner: {}, capped: true, resend: send });
    retransmitter.slowDown('a');
    await clock.advance(9000);
    expect(sent).toEqual([500, 4500, 8500]);
  });

  it('ends when stopped, and leaves no timer', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    retransmitter.start('a', { owner: {}, capped: false, resend: send });
    await clock.advance(500);
    retransmitter.stop('a');
    await clock.advance(60_000);
    expect([sent, clock.timers]).toEqual([[500], 0]);
  });

  it('of one owner ends without touching the others', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    const owner = {};
    retransmitter.start('a', { owner, capped: false, resend: () => sent.push(-1) });
    retransmitter.start('b', { owner: {}, capped: false, resend: send });
    retransmitter.stopAll(owner);
    await clock.advance(500);
    expect(sent).toEqual([500]);
  });

  it('keeps its timer when the same message is sent again', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    retransmitter.start('a', { owner: {}, capped: false, resend: send });
    await clock.advance(400);
    retransmitter.start('a', { owner: {}, capped: false, resend: send });
    await clock.advance(100);
    expect(sent).toEqual([500]);
  });

  it('is not done over a reliable transport, and silence is told either way', async () => {
    const { clock, retransmitter, sent, send } = setUp();
    const silent: string[] = [];
    const watched = (name: string) => ({ owner: {}, capped: true, onSilence: () => silent.push(name) });
    retransmitter.start('udp', { ...watched('udp'), resend: send });
    retransmitter.start('tcp', watched('tcp'));
    retransmitter.start('heard', watched('heard'));
    retransmitter.slowDown('heard');
    await clock.advance(31_999);
    expect(silent).toEqual([]);
    expect(sent).toHaveLength(10);
    await clock.advance(1);
    expect([silent.sort(), sent.length, clock.timers]).toEqual([['tcp', 'udp'], 10, 0]);
  });
});
