import fc from 'fast-check';
import { cryptoLine, parseCrypto } from './crypto-attribute.js';
import { makeAnswer, makeOffer, readAnswer, type SdpLocal, type SrtpMode } from './offer-answer.js';
import { ownCryptos } from './own-cryptos.js';
import { parseSdp } from './session-description.js';

const LOCAL: SdpLocal = {
  address: '10.0.0.1',
  port: 20_000,
  sessionId: 7,
  version: 2,
  codecs: ['PCMA', 'PCMU'],
  srtp: 'off',
  cryptos: [],
};
const KEY = Buffer.alloc(30, 5);
const theirCrypto = (suite = 'AES_CM_128_HMAC_SHA1_80', tag = 1) =>
  `a=crypto:${tag} ${suite} inline:${KEY.toString('base64')}|2^31`;
const secured = (srtp: SrtpMode): SdpLocal => ({ ...LOCAL, srtp, cryptos: ownCryptos(srtp) });
const sdp = (...media: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 10.0.0.2', 's=-', 'c=IN IP4 10.0.0.2', 't=0 0', ...media, ''].join('\r\n');

describe('our offer', () => {
  it('has G.711, comfort noise and telephone-event, 20 ms, in both directions', () => {
    expect(makeOffer(LOCAL).split('\r\n')).toEqual([
      'v=0',
      'o=- 7 2 IN IP4 10.0.0.1',
      's=-',
      'c=IN IP4 10.0.0.1',
      't=0 0',
      'm=audio 20000 RTP/AVP 8 0 13 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:13 CN/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendrecv',
      '',
    ]);
  });

  it('has G.722 where it is wished, with the clock rate that RFC 3551 gives it', () => {
    const offer = makeOffer({ ...LOCAL, codecs: ['G722', 'PCMA'] });
    expect(offer).toContain('m=audio 20000 RTP/AVP 9 8 13 101\r\na=rtpmap:9 G722/8000\r\n');
  });

  it('is of IPv6 where we are', () => {
    expect(makeOffer({ ...LOCAL, address: '2001:db8::1' })).toContain('c=IN IP6 2001:db8::1\r\n');
  });

  it('repeats the sections that were refused before (RFC 3264 §8)', () => {
    const layout = { before: ['m=video 0 RTP/AVP 34'], after: ['m=image 0 udptl t38'] };
    expect(makeOffer(LOCAL, layout).match(/^m=\w+/gm)).toEqual(['m=video', 'm=audio', 'm=image']);
    const answer = sdp('m=video 0 RTP/AVP 34', 'm=audio 30000 RTP/AVP 8', 'm=image 0 udptl t38');
    expect(readAnswer(answer, LOCAL, makeOffer(LOCAL, layout))).toMatchObject({ codec: 'PCMA' });
  });

  it('is agreed on as the answer says', () => {
    const answer = sdp('m=audio 30000 RTP/AVP 0 96', 'a=rtpmap:96 telephone-event/8000', 'a=ptime:30');
    expect(readAnswer(answer, LOCAL)).toMatchObject({
      remote: { rtp: { address: '10.0.0.2', port: 30_000 }, rtcp: { address: '10.0.0.2', port: 30_001 } },
      sends: true,
      codec: 'PCMU',
      payloadType: 0,
      eventPayloadType: 96,
      ptimeMs: 30,
      rtcpMux: false,
    });
  });

  it('is heard by our payload types and, where they differ, by those of the answer', () => {
    const answer = sdp('m=audio 30000 RTP/AVP 0 96', 'a=rtpmap:96 telephone-event/8000');
    expect(readAnswer(answer, LOCAL)?.receives).toEqual([
      { payloadType: 8, format: 'PCMA' },
      { payloadType: 0, format: 'PCMU' },
      { payloadType: 13, format: 'CN' },
      { payloadType: 101, format: 'telephone-event' },
      { payloadType: 96, format: 'telephone-event' },
    ]);
  });

  it.each([
    ['port 0', 'm=audio 0 RTP/AVP 0'],
    ['no codec of ours', 'm=audio 30000 RTP/AVP 18'],
    ['another use of the payload type', 'm=audio 30000 RTP/AVP 0\r\na=rtpmap:0 G729/8000'],
    ['encryption', `m=audio 30000 RTP/SAVP 0\r\n${theirCrypto()}`],
    ['only comfort noise and keys', 'm=audio 30000 RTP/AVP 13 101\r\na=rtpmap:101 telephone-event/8000'],
  ])('is refused by an answer with %s', (_what, media) => {
    expect(readAnswer(sdp(media), LOCAL)).toBeUndefined();
  });

  it.each([
    [5, 10],
    [10, 10],
    [25, 20],
    [60, 60],
    [1000, 60],
  ])('with an answer that likes %d ms has packets of %d ms', (liked, made) => {
    const answer = sdp('m=audio 30000 RTP/AVP 0', `a=ptime:${liked}`);
    expect(readAnswer(answer, LOCAL)?.ptimeMs).toBe(made);
  });

  it('has packets no longer than the answer takes', () => {
    const answer = sdp('m=audio 30000 RTP/AVP 0', 'a=ptime:60', 'a=maxptime:40');
    expect(readAnswer(answer, LOCAL)?.ptimeMs).toBe(40);
  });

  it.each([
    ['a=rtcp:40001', { address: '10.0.0.2', port: 40_001 }],
    ['a=rtcp:40001 IN IP4 10.0.0.9', { address: '10.0.0.9', port: 40_001 }],
  ])('is reported on where %s says', (line, rtcp) => {
    const answer = sdp('m=audio 30000 RTP/AVP 0', line);
    expect(readAnswer(answer, LOCAL)?.remote?.rtcp).toEqual(rtcp);
  });
});

it('reports to the last of all ports go where the audio goes: there is none after it', () => {
  const answer = makeAnswer(sdp('m=audio 65535 RTP/AVP 0'), LOCAL);
  expect(answer?.agreement.remote?.rtcp).toEqual({ address: '10.0.0.2', port: 65_535 });
});

describe('our answer', () => {
  it('refuses every section but the first audio with a codec of ours, in the order of the offer', () => {
    const offer = sdp(
      'm=video 40000 RTP/AVP 34',
      'm=audio 40002 RTP/SAVP 0',
      'm=audio 30000 RTP/AVP 8 0',
      'm=audio 40004 RTP/AVP 0',
    );
    const answer = makeAnswer(offer, LOCAL);
    expect(answer?.sdp.match(/^m=.*$/gm)).toEqual([
      'm=video 0 RTP/AVP 34',
      'm=audio 0 RTP/SAVP 0',
      'm=audio 20000 RTP/AVP 8 0',
      'm=audio 0 RTP/AVP 0',
    ]);
    expect(answer?.agreement.remote?.rtp).toEqual({ address: '10.0.0.2', port: 30_000 });
    expect(answer?.layout.before).toHaveLength(2);
  });

  it('keeps the payload types of the offer, dynamic ones too', () => {
    const offer = sdp(
      'm=audio 30000 RTP/AVP 110 97',
      'a=rtpmap:110 pcma/8000/1',
      'a=rtpmap:97 telephone-event/8000',
    );
    const answer = makeAnswer(offer, LOCAL);
    expect(answer?.sdp).toContain('m=audio 20000 RTP/AVP 110 97\r\n');
    expect(answer?.agreement).toMatchObject({ codec: 'PCMA', payloadType: 110, eventPayloadType: 97 });
  });

  it.each([
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
    ['sendrecv', 'sendrecv'],
  ])('to %s is %s', (offered, answered) => {
    const offer = sdp('m=audio 30000 RTP/AVP 0', `a=${offered}`);
    expect(makeAnswer(offer, LOCAL)?.sdp).toContain(`a=${answered}\r\n`);
  });

  it.each(['a=sendonly', 'a=inactive', 'c=IN IP4 0.0.0.0', 'c=IN IP6 2001:db8::2', 'c=IN IP4 pbx.test'])(
    'to a hold by %s, or an address that cannot be reached, sends nothing',
    (line) => {
      const offer = sdp('m=audio 30000 RTP/AVP 0', line);
      expect(makeAnswer(offer, LOCAL)?.agreement.sends).toBe(false);
    },
  );

  it('shares the port of audio and reports where that is offered', () => {
    const answer = makeAnswer(sdp('m=audio 30000 RTP/AVP 0', 'a=rtcp-mux'), LOCAL);
    expect(answer?.sdp).toContain('a=rtcp-mux\r\n');
    expect(answer?.agreement).toMatchObject({ rtcpMux: true, remote: { rtcp: { port: 30_000 } } });
    expect(makeAnswer(sdp('m=audio 30000 RTP/AVP 0'), LOCAL)?.sdp).not.toContain('rtcp-mux');
  });

  it('is none where nothing is in common', () => {
    expect(makeAnswer(sdp('m=audio 30000 RTP/AVP 18'), LOCAL)).toBeUndefined();
    expect(makeAnswer(sdp('m=audio 30000 RTP/AVP 9'), LOCAL)).toBeUndefined();
    expect(makeAnswer('', LOCAL)).toBeUndefined();
  });
});

describe('encryption', () => {
  it('that is wished is offered as RTP/SAVP, or with keys in RTP/AVP where it is optional', () => {
    for (const [srtp, protocol] of [
      ['secure', 'RTP/SAVP'],
      ['optional', 'RTP/AVP'],
    ] as const) {
      const [media] = parseSdp(makeOffer(secured(srtp)));
      expect(media?.protocol).toBe(protocol);
      expect(media?.cryptos.map(({ tag, suite }) => [tag, suite])).toEqual([
        [1, 'AES_CM_128_HMAC_SHA1_80'],
        [2, 'AES_CM_128_HMAC_SHA1_32'],
      ]);
    }
  });

  it('is agreed on with the suite that the answer chose, each side with its own key', () => {
    const local = secured('secure');
    const answer = sdp('m=audio 30000 RTP/SAVP 0', theirCrypto('AES_CM_128_HMAC_SHA1_32', 2));
    expect(readAnswer(answer, local)?.crypto).toEqual({
      suite: 'AES_CM_128_HMAC_SHA1_32',
      sendKey: local.cryptos[1]?.keyAndSalt,
      receiveKey: KEY,
    });
  });

  it.each([
    ['without keys', ''],
    ['with a suite we did not offer', theirCrypto('AES_256_CM_HMAC_SHA1_80')],
    ['with a tag we did not offer', theirCrypto('AES_CM_128_HMAC_SHA1_80', 2)],
    ['with a parameter that changes the packets', `${theirCrypto()} UNENCRYPTED_SRTP`],
    ['with a master key identifier', `${theirCrypto()}|1:4`],
    ['with a short key', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'],
  ])('that has to be is missing in an answer %s', (_what, line) => {
    for (const protocol of ['RTP/SAVP', 'RTP/AVP'])
      expect(readAnswer(sdp(`m=audio 30000 ${protocol} 0`, line), secured('secure'))).toBeUndefined();
  });

  it('that may be is there with keys in the answer, and not without', () => {
    const plain = sdp('m=audio 30000 RTP/AVP 0');
    expect(readAnswer(plain, secured('optional'))).toMatchObject({ crypto: undefined });
    const keyed = sdp('m=audio 30000 RTP/AVP 0', theirCrypto());
    expect(readAnswer(keyed, secured('optional'))?.crypto?.receiveKey).toEqual(KEY);
    expect(readAnswer(keyed, LOCAL)).toMatchObject({ crypto: undefined });
  });

  it('is agreed on again when our answer is offered as it is, under the tags of the peer', () => {
    const local = secured('secure');
    const section = [
      'm=video 3000 RTP/AVP 34',
      'm=audio 30000 RTP/SAVP 0 96',
      'a=rtpmap:96 telephone-event/8000',
    ];
    const ours = makeAnswer(sdp(...section, theirCrypto('AES_CM_128_HMAC_SHA1_32', 7)), local);
    const back = sdp(...section, theirCrypto('AES_CM_128_HMAC_SHA1_32', 7)).replace('3000 ', '0 ');
    expect(readAnswer(back, local, ours?.sdp)).toMatchObject({
      crypto: { suite: 'AES_CM_128_HMAC_SHA1_32', sendKey: local.cryptos[1]?.keyAndSalt, receiveKey: KEY },
      receives: [{ format: 'PCMU' }, { payloadType: 96, format: 'telephone-event' }],
    });
  });

  it('is preferred to an earlier section without it, and answered under the tag of the offer', () => {
    const offer = sdp(
      'm=audio 30000 RTP/AVP 0',
      'm=audio 30002 RTP/SAVP 0',
      theirCrypto('F8_128_HMAC_SHA1_80', 4),
      theirCrypto('AES_CM_128_HMAC_SHA1_32', 6),
    );
    const local = secured('optional');
    const answer = makeAnswer(offer, local);
    const [first, second] = parseSdp(answer?.sdp ?? '');
    expect([first?.port, second?.port]).toEqual([0, 20_000]);
    expect(second?.cryptos).toEqual([{ ...local.cryptos[1], tag: 6 }]);
    expect(answer?.agreement.crypto?.receiveKey).toEqual(KEY);
  });

  it('has new keys for each call', () => {
    expect(ownCryptos('secure')[0]?.keyAndSalt).not.toEqual(ownCryptos('secure')[0]?.keyAndSalt);
  });

  it('is written as it is read', () => {
    const [crypto] = ownCryptos('optional');
    expect(crypto && parseCrypto(cryptoLine(crypto).replace('a=crypto:', ''))).toEqual(crypto);
  });
});

describe('a session description', () => {
  it('has a section’s own address before the session’s', () => {
    expect(parseSdp(sdp('m=audio 1 RTP/AVP 0', 'c=IN IP4 10.0.0.3'))[0]?.address).toBe('10.0.0.3');
  });

  it('may be any text, for offers, answers and attributes alike', () => {
    const piece = fc.constantFrom(
      ...[
        'm=',
        'm=audio 30000 RTP/AVP 0',
        'audio',
        ' ',
        '0',
        '/',
        'a=',
        'a=rtpmap:0 ',
        'PCMU/8000',
        '\r\n',
        '\n',
      ],
      ...[
        'c=IN IP4 ',
        '10.0.0.2',
        '::',
        'a=crypto:1 ',
        theirCrypto(),
        'inline:',
        '|',
        ':',
        'a=rtcp:',
        '99999',
      ],
      ...['a=ptime:', '-1', '4294967296', 'a=sendonly', '\0', 'é', 'RTP/SAVP', 'a=rtcp-mux'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.array(piece, { maxLength: 20 }).map((pieces) => sdp('m=audio 30000 RTP/AVP 8', ...pieces)),
    );
    const local = secured('optional');
    fc.assert(
      fc.property(text, (any) => {
        const answer = makeAnswer(any, local);
        if (answer !== undefined) expect(answer.agreement.receives.length).toBeGreaterThan(0);
        readAnswer(any, local);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['sections', 'm=audio 1 RTP/AVP 0\n'],
    ['attributes', 'a=rtpmap:0 PCMU/8000\n'],
    ['blanks', ' '],
    ['blanks in a line', 'c=IN '],
  ])('with more %s than fit says nothing, at once', (_what, text) => {
    expect(makeAnswer(`m=audio 0 RTP/AVP 0\n${text.repeat(200_000)}`, LOCAL)).toBeUndefined();
  });
});
