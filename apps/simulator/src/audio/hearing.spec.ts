import { pcma, pcmu, type G711Codec } from '@marcador/telephony/rtp/g711.js';
import type { RtpPacket } from '@marcador/telephony/rtp/rtp-packet.js';
import { Hearing } from './hearing.js';

const tone = Int16Array.from({ length: 160 }, (_, i) => 8000 * Math.sin(i / 3));
const quiet = new Int16Array(160).fill(30);

function packet(samples: Int16Array, codec: G711Codec = pcmu): RtpPacket {
  const payload = new Uint8Array(samples.length);
  codec.encode(samples, payload);
  return { marker: false, payloadType: codec.payloadType, sequence: 1, timestamp: 1, ssrc: 1, payload };
}

let begun: boolean[];
let hearing: Hearing;
beforeEach(() => {
  begun = [];
  hearing = new Hearing((over) => begun.push(over));
});

function hear(samples: readonly Int16Array[], speaking = false): void {
  for (const each of samples) hearing.hear(packet(each), speaking);
}

it('hears a message from its first sound to its last, with the pauses in it, in both codings', () => {
  hear([quiet, tone, quiet]);
  hearing.hear(packet(tone, pcma), false);
  hear([quiet, quiet]);
  expect(begun).toEqual([false]);
  expect(hearing.messageMs).toBe(60);
  const message = hearing.message();
  expect(message).toHaveLength(480);
  message.forEach((sample, i) => {
    const said = i < 160 || i >= 320 ? (tone[i % 160] as number) : 30;
    expect(Math.abs(sample - said)).toBeLessThan(300);
  });
});

it('tells what is played over a greeting from the message', () => {
  hear([quiet, tone, tone, quiet], true);
  hear([tone]);
  expect(begun).toEqual([true]);
  expect([hearing.overMs, hearing.messageMs]).toEqual([40, 20]);
});

it('hears nobody on a silent line, nor keys', () => {
  hear([quiet], true);
  hear([quiet, quiet]);
  hearing.hear({ ...packet(tone), payloadType: 101 }, false);
  expect(hearing.hasBegun).toBe(false);
  expect([begun, hearing.overMs, hearing.messageMs]).toEqual([[], 0, 0]);
});
