import fc from 'fast-check';
import { rtcpInterval } from './rtcp-interval.js';
import { isRtcp, parseRtcp, serialiseRtcp } from './rtcp-packet.js';

const OURS = 0x1234_5678;
const BLOCK = {
  ssrc: OURS,
  fractionLost: 12,
  cumulativeLost: -3,
  highestSequence: 70_000,
  jitter: 44,
  lastSenderReport: 0xaabb_ccdd,
  delay: 65_536,
};

describe('an RTCP packet', () => {
  it('of a sender has its times and counts, what it received, and its name', () => {
    const sender = {
      ntp: { seconds: 0x0001_0002, fraction: 0x0003_0004 },
      rtpTimestamp: 5,
      packets: 6,
      octets: 7,
    };
    const packet = serialiseRtcp({ ssrc: 99, sender, block: BLOCK, cname: 'abcd' });
    expect(parseRtcp(packet, OURS)).toEqual({
      senderReport: { ssrc: 99, time: 0x0002_0003 },
      block: BLOCK,
      bye: false,
    });
    expect(packet.subarray(52).toString('hex')).toBe('81ca0003' + '00000063' + '01046162' + '63640000');
  });

  it('of a receiver has no sender’s part, and says BYE at the end', () => {
    const packet = serialiseRtcp({ ssrc: 99, block: BLOCK, cname: 'abc', bye: true });
    expect(packet.readUInt8(1)).toBe(201);
    expect(packet.length % 4).toBe(0);
    expect(parseRtcp(packet, OURS)).toEqual({ block: BLOCK, bye: true });
  });

  it('says nothing about us when it reports about others', () => {
    expect(parseRtcp(serialiseRtcp({ ssrc: 99, block: BLOCK, cname: 'a' }), 1)).toEqual({ bye: false });
  });

  it('is told from RTP on the same port', () => {
    expect(isRtcp(serialiseRtcp({ ssrc: 1, cname: 'a' }))).toBe(true);
    for (const second of [0, 8, 13, 101, 0x80 | 0, 0x80 | 101])
      expect(isRtcp(Buffer.from([0x80, second, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))).toBe(false);
  });

  it('may be any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(200, 201, 203), (bytes, type) => {
        const datagram = Buffer.concat([Buffer.of(0x9f, type, 0, 6), bytes]);
        expect(() => parseRtcp(datagram, OURS)).not.toThrow();
      }),
    );
  });
});

describe('the interval between reports', () => {
  it('is five seconds in the mean, between half and one and a half of it, less at the start', () => {
    const mean = 5000 / (Math.E - 1.5);
    expect(rtcpInterval(130, false, 0)).toBeCloseTo(0.5 * mean);
    expect(rtcpInterval(130, false, 0.5)).toBeCloseTo(mean);
    expect(rtcpInterval(130, true, 0.5)).toBeCloseTo(mean / 2);
  });

  it('grows with packets that would take more than a twentieth of the bandwidth', () => {
    expect(rtcpInterval(1500, false, 0.5)).toBeGreaterThan(rtcpInterval(130, false, 0.5));
  });
});
