import fc from 'fast-check';
import { parseRtp, serialiseRtp } from './rtp-packet.js';

describe('an RTP packet', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(
        fc.record({
          marker: fc.boolean(),
          payloadType: fc.integer({ min: 0, max: 127 }),
          sequence: fc.integer({ min: 0, max: 0xffff }),
          timestamp: fc.integer({ min: 0, max: 0xffffffff }),
          ssrc: fc.integer({ min: 0, max: 0xffffffff }),
          payload: fc.uint8Array({ maxLength: 200 }),
        }),
        (packet) => {
          const read = parseRtp(serialiseRtp(packet));
          expect({ ...read, payload: [...(read?.payload ?? [])] }).toEqual({
            ...packet,
            payload: [...packet.payload],
          });
        },
      ),
    );
  });

  it('leaves contributing sources, header extension and padding out of the payload', () => {
    const header = [0x80 | 0x20 | 0x10 | 2, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
    const contributing = [0, 0, 0, 4, 0, 0, 0, 5];
    const extension = [0xbe, 0xde, 0, 1, 9, 9, 9, 9];
    const packet = parseRtp(Buffer.from([...header, ...contributing, ...extension, 7, 8, 0, 0, 3]));
    expect([...(packet?.payload ?? [])]).toEqual([7, 8]);
  });

  it('is not read from bytes that cannot be one, and no bytes make it throw', () => {
    expect(parseRtp(Buffer.from('INVITE sip:1@h SIP/2.0'))).toBeUndefined();
    expect(parseRtp(Buffer.alloc(0))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void parseRtp(Buffer.from(bytes))));
  });
});
