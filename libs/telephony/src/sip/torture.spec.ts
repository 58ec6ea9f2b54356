import { systemClock } from '@marcador/platform/clock.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { WirePeer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';
import { tortureMessages } from '../../../../test/support/sip/torture-messages.js';
import { silentLog } from '../log.js';
import { DEFAULT_ADMISSION } from './admission/admission.js';
import { readHead } from './message-head.js';
import { parseMessage } from './parse-message.js';
import { SipSocket } from './sip-socket.js';
import { startUserAgent } from './user-agent.js';

const RFC_4475 = tortureMessages('rfc4475.txt');
const RFC_5118 = tortureMessages('rfc5118.txt');

let socket: SipSocket;
let userAgents: UserAgent[];
let peer: WirePeer;

beforeEach(async () => {
  peer = await WirePeer.open();
  socket = await SipSocket.open({
    bind: { address: '127.0.0.1', port: 0 },
    admission: { ...DEFAULT_ADMISSION, acceptFrom: 'anyone' },
    clock: systemClock,
    log: silentLog,
  });
  const users = ['user', 'vivekg', 'UserB', 'remote-target', 't.watson'];
  userAgents = await Promise.all(
    users.map((user) => startUserAgent({ socket, user, domain: 'example.com', product: 'test' })),
  );
});

afterEach(async () => {
  await Promise.all(userAgents.map((userAgent) => userAgent.stop()));
  await socket.close();
  await peer.close();
});

/** Responses go where the Via says, and those of the RFCs are of nobody here: with rport they come back (RFC 3581). */
function withRport(text: string): string {
  const head = readHead(text);
  return head === undefined || /[;,]rport/.test(head.via)
    ? text
    : `${text.slice(0, head.viaEnd)};rport${text.slice(head.viaEnd)}`;
}

const PING = [
  'OPTIONS sip:nobody@example.com SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKping;rport',
  'From: <sip:a@example.com>;tag=a',
  'To: <sip:b@example.com>',
  'Call-ID: ping',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

/** All that comes back for a message, until what was sent after it is answered. */
async function answersTo(text: string): Promise<readonly WireMessage[]> {
  peer.sendRaw(Buffer.from(withRport(text)), socket.address.port);
  const ponged = new Promise<void>((resolve) => {
    peer.always('200', (answer) => {
      if (answer.header('call-id') === 'ping') resolve();
    });
  });
  peer.sendRaw(Buffer.from(PING), socket.address.port);
  await ponged;
  return peer.log.filter((answer) => answer.header('call-id') !== 'ping');
}

async function expectAnswer(text: string, status: string, ...fields: readonly string[]): Promise<void> {
  const answers = (await answersTo(text)).filter(({ start }) => start !== '100');
  expect(answers.map(({ start }) => start)).toEqual([status]);
  const answer = answers[0]?.text ?? '';
  for (const field of fields) expect(answer).toContain(`\r\n${field}`);
  const asked = readHead(withRport(text));
  if (asked === undefined) return;
  // A response is matched by these.
  const { callId, cseqMethod } = asked;
  expect(readHead(answer)).toMatchObject({ callId, cseqMethod, toTag: expect.any(String) as string });
  expect(answer).toMatch(/^Via *:[^]*?;received=127\.0\.0\.1/im);
}

const ALLOW = 'Allow: ACK,';

describe('a torture message of RFC 4475 is answered as it asks', () => {
  const expected: readonly (readonly [name: string, status: string, ...fields: string[]])[] = [
    // Valid: what is refused is not its form.
    ['wsinv', '481'],
    ['intmeth', '501', ALLOW],
    ['esc01', '404'],
    ['escnull', '405', ALLOW],
    ['esc02', '501', ALLOW],
    ['lwsdisp', '200', ALLOW],
    ['longreq', '486'],
    ['dblreq', '405', ALLOW],
    ['semiuri', '200'],
    ['transports', '200'],
    ['mpart01', '405', ALLOW],
    // Invalid.
    ['badinv01', '400'],
    ['clerr', '400'],
    ['ncl', '400'],
    ['scalar02', '400'],
    ['quotbal', '400'],
    ['ltgtruri', '400'],
    ['lwsruri', '400'],
    ['lwsstart', '400'],
    ['trws', '400'],
    ['escruri', '486'],
    ['baddate', '486'],
    ['regbadct', '405', ALLOW],
    ['badaspec', '400'],
    ['baddn', '200'],
    ['badvers', '505'],
    ['mismatch01', '400'],
    ['mismatch02', '501', ALLOW],
    // Valid, but not for a transaction or an application.
    ['badbranch', '200'],
    ['insuf', '400'],
    ['unkscm', '416'],
    ['novelsc', '416'],
    ['unksm2', '405', ALLOW],
    ['bext01', '420', 'Unsupported: nothingsupportsthis, nothingsupportsthiseither'],
    ['invut', '415', 'Accept: application/sdp'],
    ['regaut01', '405', ALLOW],
    ['multi01', '400'],
    ['mcl01', '400'],
    ['zeromf', '200'],
    ['cparam01', '405', ALLOW],
    ['cparam02', '405', ALLOW],
    ['regescrt', '405', ALLOW],
    ['sdp01', '406', 'Accept: application/sdp'],
    // Of the times before a Contact was mandatory: without one there can be no dialog (RFC 3261 §8.1.1.8).
    ['inv2543', '400'],
  ];

  it.each(expected)('%s with %s', async (name, status, ...fields) => {
    await expectAnswer(RFC_4475.get(name) ?? '', status, ...fields);
  });

  it.each(['unreason', 'noreason', 'scalarlg', 'bigcode', 'bcast'])(
    '%s with nothing: it is a response',
    async (name) => {
      expect(await answersTo(RFC_4475.get(name) ?? '')).toEqual([]);
      const { strayResponses, unreadable } = socket.admission.refused;
      expect(strayResponses + unreadable).toBe(1);
    },
  );

  it('each of them is named here', () => {
    const named = [...expected.map(([name]) => name), 'unreason', 'noreason', 'scalarlg', 'bigcode', 'bcast'];
    expect([...RFC_4475.keys()].sort()).toEqual(named.sort());
  });
});

describe('a response of RFC 4475 to a request of ours', () => {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;

  it.each([
    ['unreason', 200, '= 2**3 * 5**2 но сто девяносто девять - простое'],
    ['noreason', 100, ''],
  ])('is understood: %s', (name, statusCode, reasonPhrase) => {
    const message = parseMessage(RFC_4475.get(name) ?? '', factory.getLogger('test'));
    expect(message).toBeInstanceOf(IncomingResponseMessage);
    expect(message).toMatchObject({ statusCode, reasonPhrase });
  });
});

describe('a message of RFC 5118 is answered as it asks', () => {
  const expected: readonly (readonly [name: string, status: string, ...fields: string[]])[] = [
    ['ipv6-good', '405', ALLOW],
    ['ipv6-bad', '405'],
    ['port-ambiguous', '405', ALLOW],
    ['port-unambiguous', '405', ALLOW],
    ['via-received-param-with-delim', '481'],
    ['via-received-param-no-delim', '200'],
    ['ipv6-in-sdp', '486'],
    ['mult-ip-in-header', '481'],
    ['ipv4-mapped-ipv6', '486'],
    ['ipv6-bug-abnf-3-colons', '400'],
  ];

  it.each(expected)('%s with %s', async (name, status, ...fields) => {
    await expectAnswer(RFC_5118.get(name) ?? '', status, ...fields);
  });
});
