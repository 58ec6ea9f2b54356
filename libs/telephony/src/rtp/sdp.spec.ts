import { makeAnswer, makeOffer, parseSdp, readAnswer } from './sdp.js';

const LOCAL = { address: '10.0.0.1', port: 20_000, sessionId: 7, version: 2 };
const sdp = (...media: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 10.0.0.2', 's=-', 'c=IN IP4 10.0.0.2', 't=0 0', ...media, ''].join('\r\n');

describe('our offer', () => {
  it('has G.711 and telephone-event, 20 ms, in both directions', () => {
    expect(makeOffer(LOCAL).split('\r\n')).toEqual([
      'v=0',
      'o=- 7 2 IN IP4 10.0.0.1',
      's=-',
      'c=IN IP4 10.0.0.1',
      't=0 0',
      'm=audio 20000 RTP/AVP 8 0 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendrecv',
      '',
    ]);
  });

  it('is agreed on as the answer says', () => {
    const answer = sdp('m=audio 30000 RTP/AVP 0 96', 'a=rtpmap:96 telephone-event/8000');
    expect(readAnswer(answer)).toMatchObject({
      remote: { address: '10.0.0.2', port: 30_000 },
      codec: { name: 'PCMU' },
      eventPayloadType: 96,
    });
  });

  it.each([
    ['port 0', 'm=audio 0 RTP/AVP 0'],
    ['no codec of ours', 'm=audio 30000 RTP/AVP 18'],
    ['another use of the payload type', 'm=audio 30000 RTP/AVP 0\r\na=rtpmap:0 G729/8000'],
    ['encryption', 'm=audio 30000 RTP/SAVP 0'],
  ])('is refused by an answer with %s', (_what, media) => {
    expect(readAnswer(sdp(media))).toBeUndefined();
  });
});

describe('our answer', () => {
  it('refuses every section but the first audio with G.711, in the order of the offer', () => {
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
    expect(answer?.agreement.remote).toEqual({ address: '10.0.0.2', port: 30_000 });
  });

  it('keeps the payload types of the offer', () => {
    const offer = sdp('m=audio 30000 RTP/AVP 0 97', 'a=rtpmap:97 telephone-event/8000');
    expect(makeAnswer(offer, LOCAL)?.sdp).toContain('m=audio 20000 RTP/AVP 0 97\r\n');
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

  it.each(['a=sendonly', 'a=inactive', 'c=IN IP4 0.0.0.0'])('to a hold by %s sends nothing', (line) => {
    const offer = sdp('m=audio 30000 RTP/AVP 0', line);
    expect(makeAnswer(offer, LOCAL)?.agreement.remote).toBeUndefined();
  });

  it('is none where nothing is in common', () => {
    expect(makeAnswer(sdp('m=audio 30000 RTP/AVP 18'), LOCAL)).toBeUndefined();
    expect(makeAnswer('', LOCAL)).toBeUndefined();
  });
});

it('a section’s own address goes before the session’s', () => {
  expect(parseSdp(sdp('m=audio 1 RTP/AVP 0', 'c=IN IP4 10.0.0.3'))[0]?.address).toBe('10.0.0.3');
});
