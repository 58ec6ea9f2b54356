import { parseTelephoneEvent, serialiseTelephoneEvent, TelephoneEventReceiver } from './telephone-event.js';

const packet = (key: string, end: boolean, timestamp: number, duration = 160) => ({
  marker: false,
  payloadType: 101,
  sequence: 1,
  timestamp,
  ssrc: 1,
  payload: serialiseTelephoneEvent({ key, end, volume: 10, duration }),
});

describe('a telephone-event', () => {
  it.each([...'0123456789*#ABCD'])('carries the key %s', (key) => {
    const event = { key, end: true, volume: 10, duration: 1600 };
    expect(parseTelephoneEvent(serialiseTelephoneEvent(event))).toEqual(event);
  });

  it('has the bytes of RFC 4733 §2.3', () => {
    expect([...serialiseTelephoneEvent({ key: '#', end: true, volume: 7, duration: 0x0640 })]).toEqual([
      11, 0x87, 6, 0x40,
    ]);
  });

  it('is not read from too few bytes or an event that is no key', () => {
    expect(parseTelephoneEvent(Uint8Array.of(1, 2, 3))).toBeUndefined();
    expect(parseTelephoneEvent(Uint8Array.of(16, 0, 0, 0))).toBeUndefined();
  });

  it('gives one key however many packets repeat it', () => {
    const keys: string[] = [];
    const receiver = new TelephoneEventReceiver((key) => keys.push(key));
    [
      packet('5', false, 100),
      packet('5', false, 100, 320),
      packet('5', true, 100),
      packet('5', true, 100),
    ].forEach((p) => receiver.push(p));
    receiver.push(packet('5', true, 900));
    expect(keys).toEqual(['5', '5']);
  });

  it('gives the key when every packet with the end bit was lost', () => {
    const keys: string[] = [];
    const receiver = new TelephoneEventReceiver((key) => keys.push(key));
    receiver.push(packet('1', false, 100));
    receiver.push(packet('2', true, 900));
    expect(keys).toEqual(['1', '2']);
  });
});
