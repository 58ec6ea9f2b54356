import { pcmuAnswer } from '../../peers/support/wire-peer.js';
import type { Family, FuzzTarget } from '../family.js';
import { withField, written, type Draft } from '../fuzz-peer.js';
import { mangled } from '../mutate.js';
import { below, pick, type Random } from '../random.js';

const BATCH = 10;
const KEY = Buffer.alloc(30, 7).toString('base64');
const DESCRIPTIONS = [
  pcmuAnswer(4000),
  pcmuAnswer(65_535, 'a=sendonly'),
  pcmuAnswer(4000, `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^31`, 'a=rtcp:65535', 'a=ptime:30'),
  pcmuAnswer(4000, 'a=rtcp-mux', 'a=inactive', 'm=video 40002 RTP/AVP 34', 'm=image 40004 udptl t38'),
  pcmuAnswer(0).replace('c=IN IP4 127.0.0.1', 'c=IN IP6 ::1'),
];
const LINES = [
  'm=audio 40000 RTP/SAVP 0 8 9 13 101',
  'm=audio 99999/9999999 RTP/AVP 0',
  'm=audio -1 RTP/AVP 0',
  'm=audio 1 RTP/AVP 128 256 -1 4294967296 x',
  'm=',
  'c=IN IP4 0.0.0.0',
  'c=IN IP6 ::',
  'c=IN IP4 224.0.0.1/127/3',
  'a=rtpmap:0 telephone-event/8000',
  'a=rtpmap:101 PCMU/0',
  'a=rtpmap:999999999999 PCMA/8000/99999',
  'a=ptime:0',
  'a=ptime:99999',
  'a=maxptime:1',
  'a=rtcp:0',
  'a=rtcp:65536 IN IP4 x',
  `a=crypto:999999999 AES_CM_128_HMAC_SHA1_32 inline:${KEY}|2^99999|1:4`,
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:|',
];

/** Session descriptions with anything wrong with them, in messages that are right: offers, answers and early media. */
export function sessionDescriptions(): Family {
  let pings = 0;
  const changed = (target: FuzzTarget, draft: Draft): Draft => {
    target.count(1);
    return withField(
      { ...draft, body: description(target.random) },
      'Content-Type',
      target.random() < 0.9 ? 'application/sdp' : 'application/sdp; charset="',
    );
  };
  return {
    name: 'session descriptions',
    prepare(target) {
      const { peer, random } = target;
      peer.answer = pcmuAnswer(4000);
      peer.change = (draft, method) => {
        if (draft.body === '') return [draft];
        const early = { ...draft, start: 'SIP/2.0 183 Session Progress' };
        const before = method === 'INVITE' && random() < 0.5 ? [changed(target, early)] : [];
        // A call that is never answered is of no use to what follows.
        return [...before, random() < 0.4 ? changed(target, draft) : draft];
      };
    },
    async round(target) {
      const { peer, port, random } = target;
      for (let i = 0; i < BATCH; i++) {
        const method = pick(['INVITE', 'UPDATE', 'UPDATE'], random);
        const contact = ['Contact', `<sip:wire@127.0.0.1:${peer.port}>`] as const;
        peer.send(written(changed(target, peer.request(method, [contact]))), port);
      }
      await peer.dealtWith(port, `sdp${pings++}`);
    },
  };
}

function description(random: Random): string {
  const lines = pick(DESCRIPTIONS, random).split('\r\n');
  for (let left = below(3, random); left > 0; left--)
    lines.splice(1 + below(lines.length, random), below(2, random), pick(LINES, random));
  const text = mangled(lines.join('\r\n'), below(3, random), random);
  return text.slice(0, 20_000);
}
