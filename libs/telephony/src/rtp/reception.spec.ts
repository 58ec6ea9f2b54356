import { Reception } from './reception.js';

const packet = (n: number, change: { ssrc?: number; timestamp?: number } = {}) => ({
  marker: false,
  payloadType: 0,
  sequence: n & 0xffff,
  timestamp: n * 160,
  ssrc: 7,
  payload: new Uint8Array(160),
  ...change,
});

/** Packets as they would come on time. */
function received(...numbers: number[]): Reception {
  const reception = new Reception();
  for (const n of numbers) reception.push(packet(n), n * 20);
  return reception;
}

describe('reception', () => {
  it('counts what is missing, also over the wrap of the sequence and out of order', () => {
    const reception = received(65_533, 65_534, 65_537, 65_536, 65_540);
    expect(reception).toMatchObject({ packetsReceived: 5, packetsLost: 3 });
    expect(reception.report()).toMatchObject({ ssrc: 7, cumulativeLost: 3, highestSequence: 65_540 });
  });

  it('reports the share lost since the report before', () => {
    const reception = received(1, 2, 3, 4);
    expect(reception.report()?.fractionLost).toBe(0);
    for (const n of [5, 8]) reception.push(packet(n), n * 20);
    expect(reception.report()?.fractionLost).toBe(128);
    expect(reception.report()?.fractionLost).toBe(0);
  });

  it('has no jitter while packets come as they were sent, and what RFC 3550 says when not', () => {
    expect(received(1, 2, 3, 4, 5).jitterMs).toBe(0);
    const reception = received(1);
    reception.push(packet(2), 2 * 20 + 16);
    expect(reception.jitterMs).toBe(1);
  });

  it('has no jitter to tell before a second packet of a source', () => {
    expect(new Reception().jitterMs).toBeUndefined();
    expect(received(1).jitterMs).toBeUndefined();
  });

  it('does not take a pressed key for jitter, whose packets all have the timestamp of its beginning', () => {
    const reception = received(1, 2);
    for (const n of [3, 4, 5]) reception.push(packet(n, { timestamp: 3 * 160 }), n * 20);
    reception.push(packet(6), 6 * 20);
    expect(reception).toMatchObject({ jitterMs: 0, packetsReceived: 6, packetsLost: 0 });
  });

  it('is not disturbed by pauses of the peer, whose timestamps go on', () => {
    const reception = received(1, 2);
    reception.push(packet(3, { timestamp: 1000 * 160 }), 1000 * 20);
    expect(reception).toMatchObject({ jitterMs: 0, packetsLost: 0 });
  });

  it('follows another source after two packets in sequence, and keeps the sums', () => {
    const reception = received(1, 2, 4);
    const other = (n: number) => reception.push(packet(n, { ssrc: 9 }), n * 20);
    expect([other(500), other(501), other(502)]).toEqual([false, true, true]);
    expect(reception).toMatchObject({ packetsReceived: 5, packetsLost: 1 });
    expect(reception.report()).toMatchObject({ ssrc: 9, cumulativeLost: 0 });
  });

  it('is not taken over by strays of other sources', () => {
    const reception = received(1, 2);
    for (let ssrc = 100; ssrc < 200; ssrc++) expect(reception.push(packet(ssrc, { ssrc }), 50)).toBe(false);
    expect(reception.push(packet(3), 60)).toBe(true);
    expect(reception.packetsReceived).toBe(3);
  });

  it('counts a restart of the sequence as one, not as loss', () => {
    const reception = received(1, 2);
    reception.push(packet(30_000), 60);
    expect(reception.packetsLost).toBe(0);
  });

  it('has nothing to report before the first packet', () => {
    expect(new Reception().report()).toBeUndefined();
  });
});
