import { AudioReceiver, COMFORT_NOISE } from './audio-receiver.js';
import { pcma, pcmu } from './g711.js';
import type { RtpPacket } from './rtp-packet.js';

/** A receiver, and the frames it gave: the level of each, 0 for silence. */
function receiver() {
  const levels: (number | undefined)[] = [];
  const audio = new AudioReceiver(
    (type) => (type === 0 ? pcmu : type === 8 ? pcma : type === 13 ? COMFORT_NOISE : undefined),
    (frame) => levels.push(frame[80]),
  );
  return { audio, levels };
}

/** Packet `n` of a stream; its audio has a level that tells the packets apart. */
function packet(n: number, change: Partial<RtpPacket> = {}): RtpPacket {
  const payload = new Uint8Array(160);
  pcmu.encode(new Int16Array(160).fill(level(n)), payload);
  return {
    marker: false,
    payloadType: 0,
    sequence: n & 0xffff,
    timestamp: (n * 160) >>> 0,
    ssrc: 1,
    payload,
    ...change,
  };
}

const steps = [0, 132, 396, 924, 1980, 4092, 8316, 16764, 32124];
const level = (n: number) => steps[(n % 8) + 1] ?? 0;

describe('received audio', () => {
  it('passes at once while packets come in order', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    expect(levels).toEqual([level(1)]);
    audio.push(packet(2));
    expect(levels).toEqual([level(1), level(2)]);
  });

  it('is put into order when the network swapped packets, also where the sequence wraps', () => {
    const { audio, levels } = receiver();
    const order = [65534, 65535, 65537, 65536, 65538];
    order.forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual([65534, 65535, 65536, 65537, 65538].map(level));
  });

  it('has silence in place of a lost packet', () => {
    const { audio, levels } = receiver();
    [1, 3, 4, 5].forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual([level(1), 0, level(3), level(4), level(5)]);
  });

  it('does not wait for a lost packet beyond 60 ms', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    audio.push(packet(3));
    for (let beat = 0; beat < 4; beat++) audio.beat();
    expect(levels).toEqual([level(1), 0, level(3)]);
  });

  it('drops duplicates and packets that come after their silence', () => {
    const { audio, levels } = receiver();
    [1, 1, 3, 4, 5, 2, 6].forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual([level(1), 0, level(3), level(4), level(5), level(6)]);
  });

  it('goes on as silence while the peer sends nothing, and lasts as long as its time line says', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    for (let beat = 0; beat < 10; beat++) audio.beat();
    expect(levels).toEqual([level(1), 0, 0, 0, 0, 0, 0, 0]);
    audio.push(packet(2, { timestamp: 12 * 160 }));
    expect(levels).toHaveLength(12);
    expect(levels.at(-1)).toBe(level(2));
  });

  it('loses nothing when this process stood still and the packets waited in the socket', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    audio.beat();
    [2, 3, 4, 5, 6, 7].forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual([1, 2, 3, 4, 5, 6, 7].map(level));
  });

  it('follows a peer whose clock stood still while silence was filled in', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    for (let beat = 0; beat < 30; beat++) audio.beat();
    const before = levels.length;
    for (let n = 2; n < 20; n++) audio.push(packet(n));
    expect(levels.slice(before)).toEqual([12, 13, 14, 15, 16, 17, 18, 19].map(level));
  });

  it('follows a new source', () => {
    const { audio, levels } = receiver();
    audio.push(packet(100));
    audio.push(packet(3, { ssrc: 2, timestamp: 4_000_000_000 }));
    audio.push(packet(4, { ssrc: 2, timestamp: 4_000_000_160 }));
    expect(levels).toEqual([level(100), level(3), level(4)]);
  });

  it('makes 20 ms frames of packets of any length', () => {
    const { audio, levels } = receiver();
    for (let n = 0; n < 6; n++) {
      audio.push({
        ...packet(1),
        sequence: n,
        timestamp: n * 80,
        payload: packet(1).payload.subarray(0, 80),
      });
    }
    expect(levels).toEqual([level(1), level(1), level(1)]);
  });

  it('hears comfort noise as silence, also when it comes first', () => {
    const { audio, levels } = receiver();
    const noise = (n: number) => packet(n, { payloadType: 13, payload: Uint8Array.of(30) });
    audio.push(noise(1));
    audio.push(packet(2, { timestamp: 6 * 160 }));
    expect(levels).toEqual([0, 0, 0, 0, 0, level(2)]);
    audio.push({ ...noise(3), timestamp: 7 * 160 });
    for (let beat = 0; beat < 10; beat++) audio.beat();
    audio.push(packet(4, { timestamp: 20 * 160 }));
    expect(levels.slice(6)).toEqual([...new Array<number>(13).fill(0), level(4)]);
  });

  it('ignores payload types that were not agreed', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1, { payloadType: 18 }));
    expect(levels).toEqual([]);
  });
});
