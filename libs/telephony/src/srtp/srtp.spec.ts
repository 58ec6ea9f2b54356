import { createCipheriv } from 'node:crypto';
import { serialiseRtp } from '../rtp/rtp-packet.js';
import { PayloadCipher } from './payload-cipher.js';
import { deriveSessionKeys } from './session-keys.js';
import { SrtcpReceiver, SrtcpSender } from './srtcp.js';
import { SrtpReceiver, SrtpSender } from './srtp.js';
import { SRTP_SUITES } from './srtp-suite.js';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');
const KEY = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
const OTHER_KEY = Buffer.alloc(30, 7);

function rtp(sequence: number, ssrc = 0xcafe): Buffer {
  const payload = Uint8Array.from({ length: 160 }, (_, i) => i + sequence);
  return serialiseRtp({ marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc, payload });
}

it('the session keys are those of RFC 3711 appendix B.3', () => {
  const { cipher, salt, authentication } = deriveSessionKeys(KEY, 'SRTP');
  expect(cipher).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
  expect(salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
  // The appendix derives 94 bytes for other suites; SHA-1 takes the first 20.
  expect(authentication).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
});

it('the key stream is that of RFC 3711 appendix B.2', () => {
  const keys = {
    cipher: hex('2B7E151628AED2A6ABF7158809CF4F3C'),
    salt: hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'),
    authentication: Buffer.alloc(20),
  };
  const stream = new PayloadCipher(keys).transform(0, 0, Buffer.alloc(48));
  expect(stream).toEqual(
    hex('E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0'),
  );
});

it('a key enciphers packets of any length, one after the other', () => {
  const keys = deriveSessionKeys(KEY, 'SRTP');
  const kept = new PayloadCipher(keys);
  for (const length of [0, 1, 16, 160, 255, 256, 257, 1500, 5, 65_000]) {
    const iv = Buffer.concat([keys.salt, Buffer.alloc(2)]);
    // SSRC 1, index 2³² + 2: at their places in RFC 3711 §4.1.1.
    for (const [at, bits] of [
      [7, 1],
      [9, 1],
      [13, 2],
    ] as const)
      iv.writeUInt8(iv.readUInt8(at) ^ bits, at);
    const text = Buffer.alloc(length, 'text');
    const expected = createCipheriv('aes-128-ctr', keys.cipher, iv).update(text);
    expect(kept.transform(1, 2 ** 32 + 2, text).equals(expected)).toBe(true);
  }
});

describe.each(SRTP_SUITES)('SRTP with %s', (suite) => {
  const pair = () => ({ sender: new SrtpSender(suite, KEY), receiver: new SrtpReceiver(suite, KEY) });

  it('comes back as it was, and is not readable on the way', () => {
    const { sender, receiver } = pair();
    const packet = rtp(1);
    const wire = sender.protect(packet);
    expect(wire).toHaveLength(packet.length + (suite.endsWith('80') ? 10 : 4));
    expect(wire.subarray(12, 172).equals(packet.subarray(12))).toBe(false);
    expect(receiver.unprotect(wire)).toEqual(packet);
  });

  it('is refused when a bit of it was changed, or it was made with another key', () => {
    const { sender, receiver } = pair();
    const wire = sender.protect(rtp(1));
    for (const at of [1, 40, wire.length - 1]) {
      const changed = Buffer.from(wire);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(receiver.unprotect(changed)).toBeUndefined();
    }
    expect(receiver.unprotect(new SrtpSender(suite, OTHER_KEY).protect(rtp(1)))).toBeUndefined();
    expect(receiver.unprotect(Buffer.alloc(3))).toBeUndefined();
    expect(receiver.unprotect(wire)).toEqual(rtp(1));
  });

  it('is refused when it is played again, and when it is older than the window', () => {
    const { sender, receiver } = pair();
    const wires = Array.from({ length: 200 }, (_, n) => sender.protect(rtp(n)));
    const at = (n: number) => wires[n] as Buffer;
    expect(receiver.unprotect(at(199))).toBeDefined();
    expect(receiver.unprotect(at(199))).toBeUndefined();
    expect(receiver.unprotect(at(120))).toBeDefined();
    expect(receiver.unprotect(at(120))).toBeUndefined();
    expect(receiver.unprotect(at(50))).toBeUndefined();
  });

  it('goes on when the sequence wraps, also out of order', () => {
    const { sender, receiver } = pair();
    const sequences = [65_533, 65_534, 65_535, 0, 1, 2];
    const wires = sequences.map((sequence) => sender.protect(rtp(sequence)));
    const order = [0, 3, 1, 2, 5, 4];
    for (const n of order) expect(receiver.unprotect(wires[n] as Buffer)).toEqual(rtp(sequences[n] ?? 0));
  });

  it('follows each source by itself', () => {
    const { receiver } = pair();
    for (const ssrc of [1, 2, 3, 4, 5, 6]) {
      expect(receiver.unprotect(new SrtpSender(suite, KEY).protect(rtp(5, ssrc)))).toEqual(rtp(5, ssrc));
    }
  });
});

describe('SRTCP', () => {
  const report = Buffer.concat([hex('81C90007 0000CAFE'), Buffer.alloc(24, 9)]);

  it('comes back as it was, encrypted behind its first eight bytes, and once', () => {
    const wire = new SrtcpSender(KEY).protect(report);
    expect(wire.subarray(0, 8)).toEqual(report.subarray(0, 8));
    expect(wire.includes(report.subarray(8))).toBe(false);
    expect(wire).toHaveLength(report.length + 14);
    const receiver = new SrtcpReceiver(KEY);
    expect(receiver.unprotect(wire)).toEqual(report);
    expect(receiver.unprotect(wire)).toBeUndefined();
  });

  it('is refused from anybody else', () => {
    const wire = new SrtcpSender(OTHER_KEY).protect(report);
    expect(new SrtcpReceiver(KEY).unprotect(wire)).toBeUndefined();
    expect(new SrtcpReceiver(KEY).unprotect(report.subarray(0, 8))).toBeUndefined();
  });
});
