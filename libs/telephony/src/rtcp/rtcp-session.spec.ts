import { Reception } from '../rtp/reception.js';
import { parseRtcp, serialiseRtcp } from './rtcp-packet.js';
import { RtcpSession } from './rtcp-session.js';

const OURS = 1;
const PEERS = 2;
/** Of the delay and the middle of the NTP time, in a ms. */
const UNITS = 65.536;

/** A session whose clock the test moves, in the middle of a second; it has sent a report, and the peer's RTP came. */
function reported() {
  let ms = Date.UTC(2026, 10, 23, 8, 0, 0, 500) + 0.9;
  const reception = new Reception();
  reception.push(
    { marker: false, payloadType: 0, sequence: 1, timestamp: 0, ssrc: PEERS, payload: Buffer.alloc(160) },
    0,
  );
  const packets: Buffer[] = [];
  const session = new RtcpSession(
    () => ({ ssrc: OURS, packets: 3, octets: 480, timestamp: 0 }),
    reception,
    (packet) => packets.push(packet),
    () => ms,
  );
  const report = () => {
    session.start();
    session.stop();
    return parseRtcp(packets.at(-1) ?? Buffer.alloc(0), PEERS);
  };
  return { session, report, pass: (passed: number) => (ms += passed) };
}

/** What the peer says of us, so long after our report. */
function answerTo(time: number, delayMs: number): Buffer {
  const counted = { fractionLost: 0, cumulativeLost: 0, highestSequence: 1, jitter: 0 };
  const delay = Math.round(delayMs * UNITS);
  return serialiseRtcp({
    ssrc: PEERS,
    cname: 'peer',
    block: { ...counted, ssrc: OURS, lastSenderReport: time, delay },
  });
}

describe('reports', () => {
  it.each([
    [40, 2000],
    [0.25, 0.5],
    [130, 3_600_000],
  ])('measure a way there and back of %p ms, whatever the peer waits (%p ms)', (roundTripMs, delayMs) => {
    const { session, report, pass } = reported();
    const time = report()?.senderReport?.time ?? 0;
    pass(roundTripMs + delayMs);
    session.receive(answerTo(time, delayMs));
    expect(session.roundTripMs).toBeCloseTo(roundTripMs, 1);
  });

  it('take a delay beyond the time that passed for no way at all', () => {
    const { session, report, pass } = reported();
    const time = report()?.senderReport?.time ?? 0;
    pass(10);
    session.receive(answerTo(time, 11));
    expect(session.roundTripMs).toBe(0);
  });

  it('measure nothing before the peer has had one', () => {
    const { session, report } = reported();
    report();
    session.receive(answerTo(0, 0));
    expect(session.roundTripMs).toBeUndefined();
    expect(session.peerReport).toEqual({ packetsLost: 0, jitterMs: 0 });
  });

  it('tell the peer which report of its came last, and how long ago to a fraction of a ms', () => {
    const { session, report, pass } = reported();
    const ntp = { seconds: 0x0001_0002, fraction: 0x0003_0004 };
    const sender = { ntp, rtpTimestamp: 0, packets: 1, octets: 160 };
    session.receive(serialiseRtcp({ ssrc: PEERS, cname: 'peer', sender }));
    pass(1234.25);
    expect(report()?.block).toMatchObject({
      ssrc: PEERS,
      lastSenderReport: 0x0002_0003,
      delay: Math.round(1234.25 * UNITS),
    });
  });
});
