import { AudioReceiver, COMFORT_NOISE } from './audio-receiver.js';
import { pcma, pcmu } from './g711.js';
import type { RtpPacket } from './rtp-packet.js';

/** A receiver that has heard nothing, and the frames it gave: the level of each, 0 for silence. */
function newReceiver() {
  const levels: (number | undefined)[] = [];
  const begins: number[] = [];
  const audio = new AudioReceiver(
    (type) => (type === 0 ? pcmu : type === 8 ? pcma : type === 13 ? COMFORT_NOISE : undefined),
    (frame) => levels.push(frame[80]),
    () => begins.push(levels.length),
  );
  return { audio, levels, begins };
}

/** One that has heard packets up to 0, which are the longest that it waits for what comes before the first one. */
function receiver() {
  const made = newReceiver();
  for (let n = -6; n <= 0; n++) made.audio.push(packet(n));
  made.levels.length = 0;
  return made;
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
const level = (n: number) => steps[(n & 7) + 1] ?? 0;

describe('received audio', () => {
  it('passes at once while packets come in order', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    expect(levels).toEqual([level(1)]);
    audio.push(packet(2));
    expect(levels).toEqual([level(1), level(2)]);
  });

  it('is put into order when the network swapped packets, also where the sequence wraps', () => {
    const { audio, levels } = newReceiver();
    const order = [65534, 65535, 65537, 65536, 65539, 65540, 65541, 65542, 65543, 65538, 65544];
    order.forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual(order.sort((a, b) => a - b).map(level));
  });

  it('begins with the packet that was sent first, when others overtook it', () => {
    const { audio, levels, begins } = newReceiver();
    const order = [6, 3, 1, 2, 5, 4, 7];
    order.forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual([1, 2, 3, 4, 5, 6, 7].map(level));
    expect(begins).toEqual([0]);
  });

  it('does not wait for what comes before the first packet when nothing comes any more', () => {
    const { audio, levels } = newReceiver();
    audio.push(packet(1));
    for (let beat = 0; beat < 7; beat++) audio.beat();
    expect(levels).toEqual([level(1)]);
  });

  it('goes on through a lost packet', () => {
    const { audio, levels } = receiver();
    [1, 3, 4, 5, 6, 7, 8].forEach((n) => audio.push(packet(n)));
    expect(levels).toEqual([level(1)]);
    audio.push(packet(9));
    expect(levels).toEqual([level(1), expect.closeTo(level(1), -3), ...[3, 4, 5, 6, 7, 8, 9].map(level)]);
  });

  it('fades where more is lost, and is silent after 60 ms', () => {
    const { audio, levels } = receiver();
    for (const n of [1, 6, 7, 8, 9, 10, 11, 12]) audio.push(packet(n));
    const [, first = 0, second = 0, third = 0, fourth] = levels;
    expect(first).toBeLessThan(level(1) + 1);
    expect(second).toBeLessThan(first);
    expect(third).toBeLessThan(second);
    expect(third).toBeGreaterThan(0);
    expect(fourth).toBe(0);
    expect(levels.slice(5)).toEqual([6, 7, 8, 9, 10, 11, 12].map(level));
  });

  it('does not wait for a lost packet longer than 120 ms of audio, or of time without any', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    audio.push(packet(3));
    for (let beat = 0; beat < 6; beat++) audio.beat();
    expect(levels).toEqual([level(1)]);
    audio.beat();
    expect(levels).toHaveLength(3);
    expect(levels.at(-1)).toBe(level(3));
  });

  it('waits no longer where packets are long', () => {
    const { audio, levels } = receiver();
    const long = (n: number) => ({ ...packet(n), payload: new Uint8Array(480).fill(0x80) });
    const at = (n: number) => ({ ...long(n), timestamp: 160 + (n - 1) * 480 });
    [1, 3, 4].forEach((n) => audio.push(at(n)));
    expect(levels).toHaveLength(3);
    audio.push(at(5));
    expect(levels).toHaveLength(15);
  });

  it('holds only so many packets, whatever their timestamps say', () => {
    const { audio, levels } = receiver();
    for (let n = 2; n < 200; n += 2) audio.push(packet(n, { timestamp: 320 }));
    expect(levels.length).toBeGreaterThan(0);
  });

  it('drops duplicates and packets that come after what took their place', () => {
    const { audio, levels } = receiver();
    [1, 1, 3, 4, 5, 6, 7, 8, 9, 2, 10].forEach((n) => audio.push(packet(n)));
    expect(levels).toHaveLength(10);
    expect(levels.slice(2)).toEqual([3, 4, 5, 6, 7, 8, 9, 10].map(level));
  });

  it('takes a pressed key for no loss', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    audio.push(packet(2, { payloadType: 101, payload: Uint8Array.of(1, 0, 0, 160) }));
    audio.push(packet(3));
    expect(levels).toEqual([level(1), 0, level(3)]);
  });

  it('gives what waits, and silence for the time since, when it is not to wait any more', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    audio.push(packet(3));
    for (let beat = 0; beat < 2; beat++) audio.beat();
    audio.settle();
    expect(levels).toHaveLength(5);
    expect(levels.slice(2)).toEqual([level(3), 0, 0]);
  });

  it('goes on as silence while the peer sends nothing, and lasts as long as its time line says', () => {
    const { audio, levels } = receiver();
    audio.push(packet(1));
    for (let beat = 0; beat < 10; beat++) audio.beat();
    expect(levels).toEqual([level(1), 0, 0, 0, 0]);
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
    audio.push(packet(1));
    for (let n = 0; n < 7; n++)
      audio.push(packet(n, { ssrc: 2, timestamp: (4_000_000_000 + n * 160) >>> 0 }));
    expect(levels).toEqual([level(1), ...[0, 1, 2, 3, 4, 5, 6].map(level)]);
  });

  it('makes 20 ms frames of packets of any length', () => {
    const { audio, levels } = receiver();
    for (let n = 0; n < 6; n++) {
      audio.push({
        ...packet(1),
        sequence: 1 + n,
        timestamp: 160 + n * 80,
        payload: packet(1).payload.subarray(0, 80),
      });
    }
    expect(levels).toEqual([level(1), level(1), level(1)]);
  });

  it('hears comfort noise as silence, also when it comes first', () => {
    const { audio, levels, begins } = newReceiver();
    const noise = (n: number) => packet(n, { payloadType: 13, payload: Uint8Array.of(30) });
    audio.push(noise(1));
    audio.push(packet(2, { timestamp: 6 * 160 }));
    expect(begins).toEqual([0]);
    for (let beat = 0; beat < 7; beat++) audio.beat();
    expect(levels).toEqual([0, 0, 0, 0, 0, level(2)]);
    audio.push({ ...noise(3), timestamp: 7 * 160 });
    for (let beat = 0; beat < 10; beat++) audio.beat();
    audio.push(packet(4, { timestamp: 20 * 160 }));
    expect(levels.slice(6)).toEqual([...new Array<number>(13).fill(0), level(4)]);
  });

  it('ignores payload types that were not agreed', () => {
    const { audio, levels, begins } = newReceiver();
    for (let n = 0; n < 10; n++) audio.push(packet(n, { payloadType: 18 }));
    expect([levels, begins]).toEqual([[], []]);
  });
});
