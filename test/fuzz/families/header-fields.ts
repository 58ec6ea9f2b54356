import { pcmuAnswer } from '../../peers/support/wire-peer.js';
import type { Family, FuzzTarget } from '../family.js';
import { withField, written, type Draft } from '../fuzz-peer.js';
import { mangledValue } from '../mutate.js';
import { below, pick, type Random } from '../random.js';

const BATCH = 10;
const MUCH = '9'.repeat(40);
const SECONDS = [
  '',
  '0',
  '-1',
  '1',
  '89',
  '90',
  '1.5',
  '1e9',
  'NaN',
  'Infinity',
  '4294967296',
  MUCH,
  '1, 2',
  '"5"',
];
const URIS = [
  '*',
  '<sip:wire@127.0.0.1:0>',
  '<sip:wire@127.0.0.1:99999>',
  '<sip:wire@[::1>',
  '<sip:>',
  '<tel:+4930123456>',
  '<sip:4930123456@nowhere.invalid>;q=2;expires=-1',
  '<sip:4930123456@nowhere.invalid?Replaces=a%3Bto-tag%3Db&Via=x>',
  '"\\" <sip:a@pbx.test>',
  `<sip:${'a'.repeat(1000)}@pbx.test;lr;${MUCH}=1>`,
  'sip:a@pbx.test, sip:b@pbx.test',
];
const CHALLENGES = [
  'Digest realm="r", nonce="n", qop="auth"',
  `Digest realm="${'r'.repeat(500)}", nonce="", algorithm=SHA-256, qop="auth,auth-int", stale=true`,
  'Digest realm="r", nonce="n", algorithm=SHA-512-256-sess, qop=auth-int, opaque="\\"',
  'Digest realm="r", nonce="n", algorithm="MD5", qop="", Digest realm="s", nonce="m"',
  'Digest nonce="n"',
  'Basic realm="r"',
  'Digest',
  '',
];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'Session-Expires': [
    ...SECONDS,
    ...SECONDS.map((each) => `${each};refresher=uac;refresher=uas`),
    '90;refresher=us',
  ],
  'Min-SE': SECONDS,
  'Retry-After': [...SECONDS, '5 (', '5;duration=x'],
  Expires: SECONDS,
  'Min-Expires': SECONDS,
  Contact: URIS,
  'Record-Route': ['<sip:pbx.test;lr>', '<sip:pbx.test>', '<sip:', ',', '<sip:pbx.test;lr>,'.repeat(50)],
  'Refer-To': URIS,
  'P-Asserted-Identity': URIS,
  Replaces: [
    '',
    ';',
    'a;to-tag=;from-tag=',
    'a;to-tag=b;from-tag=c;early-only',
    `${MUCH};to-tag=b;from-tag=c`,
  ],
  Reason: [
    'Q.850;cause=-1',
    'Q.850;cause=',
    `Q.850;cause=${MUCH}`,
    'SIP;cause=200;text="',
    ',;=',
    'Q.850;cause=1.5',
  ],
  Event: ['', 'refer', 'refer;id=-1', `refer;id=${MUCH}`, 'presence', ';'],
  'Subscription-State': [
    '',
    'active',
    `active;expires=${MUCH}`,
    'terminated;reason=',
    'pending;expires=-1',
    ';',
  ],
  'Refer-Sub': ['false', 'FALSE;x', 'maybe', ''],
  'WWW-Authenticate': CHALLENGES,
  'Proxy-Authenticate': CHALLENGES,
  'Authentication-Info': ['nextnonce=""', 'nextnonce="n", qop=auth, rspauth="', ',', `nc=${MUCH}`],
  Require: ['timer', '100rel', 'x', ',,', ''],
  Supported: ['timer', '100rel', '', ','],
  Allow: ['', 'UPDATE', ',', 'INVITE, '.repeat(100)],
  RSeq: SECONDS,
  RAck: ['1 1 INVITE', '0 0', '', `${MUCH} ${MUCH} INVITE`],
  'Content-Disposition': ['session;handling=', 'render', ';', ''],
  'Content-Encoding': ['gzip', ''],
  'Max-Forwards': SECONDS,
  Timestamp: SECONDS,
};
const NAMES = Object.keys(FIELDS);
const FRAGMENTS = [
  'SIP/2.0 200 OK',
  'SIP/2.0 100 Trying\r\n',
  'SIP/2.0 999',
  'SIP/2.0 -1 x',
  'SIP/2.0',
  'sip/2.0 180 Ringing\r\nContact: <sip:x>\r\n\r\n',
  '',
  '\0',
];
/** Final responses; a 503 would hold the only server back. */
const REFUSALS = [
  '302 Moved',
  '401 No',
  '407 No',
  '422 Small',
  '423 Brief',
  '480 Away',
  '491 Glare',
  '500 Oops',
  '600 Busy',
  '699 x',
];
const PROVISIONAL = ['100 Trying', '180 Ringing', '183 Progress', '199 Early'];

/** Header fields with values that make no sense, in messages that are right else; REFER, its NOTIFYs and challenges too. */
export function headerFields(): Family {
  let pings = 0;
  return {
    name: 'header fields',
    prepare(target) {
      const { peer, random } = target;
      peer.answer = pcmuAnswer(4000);
      peer.change = (draft, method) => answers(target, draft, method, random);
    },
    answered({ random }, call) {
      if (random() < 0.5) void call.transfer('2000');
    },
    async round(target) {
      const { peer, port, random } = target;
      for (let i = 0; i < BATCH; i++) {
        const method = pick(
          ['NOTIFY', 'NOTIFY', 'UPDATE', 'INVITE', 'INFO', 'REFER', 'OPTIONS', 'PRACK'],
          random,
        );
        const body = method === 'NOTIFY' ? pick(FRAGMENTS, random) : '';
        const event =
          method === 'NOTIFY'
            ? ([
                ['Event', 'refer'],
                ['Subscription-State', 'active'],
              ] as const)
            : [];
        const contact = ['Contact', `<sip:wire@127.0.0.1:${peer.port}>`] as const;
        peer.send(written(changed(target, peer.request(method, [contact, ...event], body))), port);
      }
      await peer.dealtWith(port, `fields${pings++}`);
    },
  };
}

function answers(target: FuzzTarget, draft: Draft, method: string, random: Random): readonly Draft[] {
  // A registration that fails is put off: nothing could be dialled meanwhile.
  if (method === 'REGISTER') return [changed(target, draft)];
  const before = random() < 0.3 ? [changed(target, as(draft, PROVISIONAL, random))] : [];
  const isRefused = random() < (method === 'INVITE' ? 0.3 : 0.5);
  return [...before, changed(target, isRefused ? { ...as(draft, REFUSALS, random), body: '' } : draft)];
}

function as(draft: Draft, statuses: readonly string[], random: Random): Draft {
  return { ...draft, start: `SIP/2.0 ${pick(statuses, random)}` };
}

function changed({ random, count }: FuzzTarget, draft: Draft): Draft {
  count(1);
  let now = draft;
  for (let left = below(3, random); left > 0; left--) {
    const name = pick(NAMES, random);
    const value = pick(FIELDS[name] ?? [], random);
    now = withField(now, name, random() < 0.3 ? mangledValue(value, random) : value);
  }
  return now;
}
