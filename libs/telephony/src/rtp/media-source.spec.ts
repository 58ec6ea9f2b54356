import { MediaSource } from './media-source.js';

const PEER = { address: '10.0.0.2', port: 30_000 };
const NATTED = { address: '192.0.2.7', port: 41_000 };
const STRANGER = { address: '203.0.113.66', port: 666 };

function source() {
  const places = new MediaSource();
  places.announce(PEER);
  let now = 0;
  const packet = (sequence: number, ssrc: number) => ({
    marker: false,
    payloadType: 0,
    sequence,
    timestamp: 0,
    ssrc,
    payload: new Uint8Array(),
  });
  return {
    places,
    /** Packets from a place, 20 ms apart. @returns which of them were heard */
    packets: (from: typeof PEER, count: number, { ssrc = 1, authenticated = false, step = 1 } = {}) =>
      Array.from({ length: count }, (_, n) => {
        now += 20;
        return places.accepts(packet(n * step, ssrc), from, authenticated, now);
      }),
    wait: (ms: number) => (now += ms),
  };
}

const heard = (accepted: boolean[]) => accepted.filter(Boolean).length;

describe('where audio comes from', () => {
  it('is where the peer announced until something comes', () => {
    expect(source().places.target).toEqual(PEER);
  });

  it('is another port of the announced address at once', () => {
    const { places, packets } = source();
    expect(packets({ ...PEER, port: 30_002 }, 3)).toEqual([true, true, true]);
    expect(places.target).toMatchObject({ port: 30_002 });
  });

  it('is another address, as behind a NAT, after five packets in sequence', () => {
    const { places, packets } = source();
    expect(packets(NATTED, 6)).toEqual([false, false, false, false, true, true]);
    expect(places.target).toMatchObject(NATTED);
  });

  it('is nobody who guesses, with packets out of sequence or from changing sources', () => {
    const { packets } = source();
    expect(heard(packets(STRANGER, 20, { step: 2 }))).toBe(0);
    for (let ssrc = 0; ssrc < 20; ssrc++) expect(heard(packets(STRANGER, 4, { ssrc }))).toBe(0);
  });

  it('is no stranger while the peer is heard', () => {
    const { places, packets } = source();
    packets(PEER, 1);
    expect(heard(packets(STRANGER, 100))).toBe(0);
    expect(places.target).toMatchObject(PEER);
  });

  it('is the announced address again as soon as it speaks', () => {
    const { places, packets } = source();
    packets(STRANGER, 10);
    expect(places.target).toMatchObject(STRANGER);
    expect(packets(PEER, 1)).toEqual([true]);
    expect(heard(packets(STRANGER, 100))).toBe(0);
  });

  it('moves on when the peer was silent for three seconds', () => {
    const { packets, wait } = source();
    packets(NATTED, 5);
    wait(3000);
    expect(packets({ ...NATTED, port: 42_000 }, 5).at(-1)).toBe(true);
  });

  it('is whoever can prove it, at once', () => {
    const { places, packets } = source();
    packets(PEER, 1);
    expect(packets(NATTED, 1, { authenticated: true })).toEqual([true]);
    expect(places.target).toMatchObject(NATTED);
  });

  it('begins anew when the peer announces another place, not when it repeats itself', () => {
    const { places, packets } = source();
    packets(NATTED, 5);
    places.announce({ ...PEER });
    expect(places.target).toMatchObject(NATTED);
    places.announce({ ...PEER, port: 30_100 });
    expect(places.target).toEqual({ ...PEER, port: 30_100 });
  });

  it('is known for reports: the announced address and the one that is heard', () => {
    const { places, packets } = source();
    packets(NATTED, 5);
    expect([PEER, NATTED, STRANGER].map(({ address }) => places.knows(address))).toEqual([true, true, false]);
  });
});
