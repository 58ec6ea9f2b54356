import { createHash } from 'node:crypto';
import { pcmu } from '@marcador/telephony/rtp/g711.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { Listener } from '../audio/rtp-player.js';
import { EventLog } from '../event-log.js';
import type { TransferredCaller } from '../pilot.js';
import { DigestGuard } from '../sip/digest.js';
import { cseq, header, parameter, parseMessage, type SipRequest, type SipResponse } from '../sip/message.js';
import { SipStack } from '../sip/sip-stack.js';
import { TRANSACTION_MS } from '../sip/timers.js';
import { Carrier, type CarrierOptions } from './carrier.js';
import { Mailboxes } from './mailboxes.js';
import { MessageFaults } from './message-faults.js';
import { OptionsPing } from './options-ping.js';
import { Registrar } from './registrar.js';

// The carrier against a dialer that says exactly what a test tells it to, on a clock that a test moves.

const PERSON = '5541999990001';
const DIALER = { address: '10.0.0.9', port: 5070 };
const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 10.0.0.9',
  's=-',
  'c=IN IP4 10.0.0.9',
  't=0 0',
  'm=audio 40000 RTP/AVP 0',
  '',
].join('\r\n');

const fixed = (ms: number) => ({ min: ms, max: ms });

function world(options: Partial<CarrierOptions> = {}) {
  const clock = new ManualClock('2026-11-22T08:00:00Z');
  const log = new EventLog(() => clock.now().getTime());
  const sent: (SipRequest | SipResponse)[] = [];
  const callers: TransferredCaller[] = [];
  const left: string[] = [];
  const playing = new Set<Listener>();
  const player = {
    local: { address: '10.0.0.1', port: 30_000 },
    play: (to: Listener) => {
      playing.add(to);
      return () => void playing.delete(to);
    },
  };
  const socket = {
    local: { address: '10.0.0.1', port: 5060 },
    send: (text: string) => void sent.push(parseMessage(text) as SipRequest | SipResponse),
  };
  const guard = new DigestGuard({
    realm: 'carrier.example',
    algorithm: 'MD5',
    nonceMs: 60_000,
    password: (user) => (user === '1001' ? 'secret' : undefined),
    now: () => clock.now().getTime(),
  });
  const registrar = new Registrar(guard, { minSeconds: 60, maxSeconds: 600 }, clock, log);
  const stack: SipStack = new SipStack(clock, socket, {
    request: (transaction) => carrier.request(transaction),
    acknowledged: (ack) => carrier.acknowledged(ack),
    unacknowledged: (invite) => carrier.unacknowledged(invite),
  });
  const times = {
    setUpMs: fixed(100),
    ringMs: fixed(1000),
    longRingMs: fixed(9000),
    longestRingMs: 180_000,
    patienceMs: 15_000,
    recordingMs: 60_000,
  };
  const contact = 'sip:carrier@10.0.0.1:5060';
  const pilot = (number: string) =>
    number === '5000'
      ? {
          queueId: 'q',
          receive: (caller: TransferredCaller) => {
            callers.push(caller);
            return () => void left.push(caller.callId);
          },
        }
      : undefined;
  const mailboxes = new Mailboxes();
  const messageFaults = new MessageFaults();
  const shared = { stack, contact, player, log, mailboxes, messageFaults };
  const around = { ...shared, clock, tempo: clock, times, pilot };
  const carrier = new Carrier(registrar, guard, { challenge: [], maxCalls: 10, ...options }, around);
  const ping = new OptionsPing(registrar, stack, { contact, domain: 'carrier.example' }, clock);

  let branch = 0;
  const send = (method: string, toTag: string | undefined, number: number, ...more: string[]) => {
    const [body = ''] = more.filter((line) => line.startsWith('v=0'));
    const lines = [
      `${method} sip:${PERSON}@carrier.example SIP/2.0`,
      `Via: SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bK${method === 'CANCEL' ? branch : ++branch};rport`,
      'From: <sip:1001@carrier.example>;tag=dialer',
      `To: <sip:${PERSON}@carrier.example>${toTag === undefined ? '' : `;tag=${toTag}`}`,
      'Call-ID: c1',
      `CSeq: ${number} ${method}`,
      'Contact: <sip:1001@10.0.0.9:5070>',
      ...more.filter((line) => line !== body),
      '',
      body,
    ];
    stack.receive(lines.join('\r\n'), DIALER);
  };
  /** What came since the last time, status codes and methods. */
  const heard = () =>
    sent
      .splice(0)
      .map((message) => ('status' in message ? `${message.status} ${cseq(message).method}` : message.method));
  /** Answers the carrier's last request with 200. */
  const agree = () => {
    const request = sent.find((message): message is SipRequest => 'method' in message);
    if (request === undefined) throw new Error('there is nothing to agree to');
    const lines = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) => `${name}: ${header(request, name)}`);
    sent.splice(0, sent.indexOf(request) + 1);
    stack.receive(`SIP/2.0 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`, DIALER);
    return request;
  };
  const credentials = (challenge: string, method: string) => {
    const hash = (text: string) => createHash('md5').update(text).digest('hex');
    const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const uri = 'sip:carrier.example';
    const answer = `${hash('1001:carrier.example:secret')}:${nonce}:00000001:c:auth:${hash(`${method}:${uri}`)}`;
    return (
      `Digest username="1001", realm="carrier.example", nonce="${nonce}", uri="${uri}", ` +
      `response="${hash(answer)}", cnonce="c", qop=auth, nc=00000001`
    );
  };
  const register = (seconds: number) => {
    send('REGISTER', undefined, 1);
    const challenge = header(sent.at(-1) as SipResponse, 'www-authenticate');
    const to = ['To: <sip:1001@carrier.example>', `Expires: ${seconds}`];
    stack.receive(
      [
        'REGISTER sip:carrier.example SIP/2.0',
        `Via: SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bK${++branch};rport`,
        'From: <sip:1001@carrier.example>;tag=r',
        ...to,
        'Call-ID: r1',
        'CSeq: 2 REGISTER',
        'Contact: <sip:1001@10.0.0.9:5070>',
        `Authorization: ${credentials(challenge, 'REGISTER')}`,
        '\r\n',
      ].join('\r\n'),
      DIALER,
    );
    return sent.splice(0).at(-1) as SipResponse;
  };
  /** Calls the person and waits for the answer. */
  const answered = async (...more: string[]) => {
    register(600);
    send('INVITE', undefined, 1, 'Content-Type: application/sdp', ...more, SDP);
    await clock.advance(1100);
    const ok = sent.splice(0).at(-1) as SipResponse;
    const tag = parameter(header(ok, 'to'), 'tag') ?? '';
    send('ACK', tag, 1);
    return tag;
  };
  const types = () => (log.after(0) ?? []).map((event) => event.type).filter((type) => type !== 'registered');
  return {
    clock,
    log,
    carrier,
    ping,
    registrar,
    callers,
    left,
    playing,
    send,
    sent,
    heard,
    agree,
    register,
    credentials,
    answered,
    types,
  };
}

describe('registration', () => {
  it('is granted for the time asked, at most the longest, and ends by itself', async () => {
    const { register, clock, registrar, log } = world();
    expect(header(register(120), 'contact')).toBe('<sip:1001@10.0.0.9:5070>;expires=120');
    expect(header(register(9999), 'contact')).toMatch(/expires=600$/);
    await clock.advance(599_999);
    expect(registrar.isRegistered('1001')).toBe(true);
    await clock.advance(1);
    expect(registrar.isRegistered('1001')).toBe(false);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'unregistered', reason: 'expired' });
  });

  it('is refused for too short a time, and taken back for none', () => {
    const { register, registrar } = world();
    const refused = register(59);
    expect(refused.status).toBe(423);
    expect(header(refused, 'min-expires')).toBe('60');
    register(60);
    expect(register(0).status).toBe(200);
    expect(registrar.isRegistered('1001')).toBe(false);
  });

  it('is lost by whoever does not answer OPTIONS', async () => {
    const { register, registrar, ping, clock, agree } = world();
    register(600);
    ping.start(30_000);
    await clock.advance(30_000);
    expect(agree()).toMatchObject({ method: 'OPTIONS', uri: 'sip:1001@10.0.0.9:5070' });
    expect(registrar.isRegistered('1001')).toBe(true);
    await clock.advance(30_000 + TRANSACTION_MS);
    expect(registrar.isRegistered('1001')).toBe(false);
  });
});

describe('an INVITE is refused', () => {
  it.each([
    ['from somebody who is not registered', false, ['Content-Type: application/sdp', SDP], {}, 403],
    ['without audio', true, [], {}, 488],
    ['that requires an extension', true, ['Require: 100rel', SDP], {}, 420],
    ['beyond the limit of calls', true, [SDP], { maxCalls: 0 }, 503],
  ])('%s', (_, registered, more, options, code) => {
    const { register, send, heard, log } = world(options);
    if (registered) register(600);
    heard();
    send('INVITE', undefined, 1, ...more);
    expect(heard()).toEqual(['100 INVITE', `${code} INVITE`]);
    expect(log.after(0)?.slice(-2)).toMatchObject([
      { type: 'invite', number: PERSON },
      { type: 'rejected', code },
    ]);
  });
});

describe('a call', () => {
  it('is challenged, and counts when it comes back with credentials', () => {
    const { register, send, sent, heard, credentials, types } = world({ challenge: ['INVITE'] });
    register(600);
    send('INVITE', undefined, 1, SDP);
    const challenge = header(sent.at(-1) as SipResponse, 'proxy-authenticate');
    expect(heard()).toEqual(['407 INVITE']);
    expect(types()).toEqual([]);
    send('INVITE', undefined, 2, `Proxy-Authorization: ${credentials(challenge, 'INVITE')}`, SDP);
    expect(heard()).toEqual(['100 INVITE']);
    expect(types()).toEqual(['invite']);
  });

  it('is cancelled', async () => {
    const { register, send, heard, clock, types, carrier } = world();
    register(600);
    send('INVITE', undefined, 1, SDP);
    await clock.advance(100);
    send('CANCEL', undefined, 1);
    expect(heard()).toEqual(['100 INVITE', '180 INVITE', '200 CANCEL', '487 INVITE']);
    expect(types()).toEqual(['invite', 'ringing', 'cancelled']);
    expect(carrier.callCount).toBe(0);
    await clock.advance(3000);
    expect(types()).toEqual(['invite', 'ringing', 'cancelled']);
  });

  it('has audio from the answer to its end', async () => {
    const { answered, playing, send, heard } = world();
    const tag = await answered();
    expect([...playing]).toEqual([{ address: '10.0.0.9', port: 40_000, codec: pcmu }]);
    send('BYE', tag, 2);
    expect(playing.size).toBe(0);
    expect(heard()).toEqual(['200 BYE']);
  });

  it('is over when the person has waited too long; a BYE that crosses ours is answered', async () => {
    const { answered, clock, send, heard, agree, carrier, log } = world();
    const tag = await answered();
    await clock.advance(15_000);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'call-ended', by: 'person' });
    send('BYE', tag, 2);
    expect(header(agree(), 'reason')).toBe('Q.850;cause=16');
    expect(heard()).toContain('200 BYE');
    expect(carrier.callCount).toBe(0);
    expect(log.after(0)?.filter((event) => event.type === 'call-ended')).toHaveLength(1);
  });

  it('is ended by the carrier when the dialer never acknowledges', async () => {
    const { register, send, clock, log } = world();
    register(600);
    send('INVITE', undefined, 1, SDP);
    await clock.advance(1100 + TRANSACTION_MS);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'call-ended', by: 'carrier' });
  });

  it('waits for the ACK before the person hangs up', async () => {
    const { register, send, clock, sent, heard, log } = world();
    register(600);
    send('INVITE', undefined, 1, SDP);
    await clock.advance(1100);
    const tag = parameter(header(sent.at(-1) as SipResponse, 'to'), 'tag');
    await clock.advance(15_000);
    expect(heard()).not.toContain('BYE');
    send('ACK', tag, 1);
    expect(heard()).toEqual(['BYE']);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'call-ended', by: 'person' });
  });

  it('refuses strangers, repeated sequence numbers and what it does not know', async () => {
    const { answered, send, heard } = world();
    const tag = await answered();
    heard();
    send('BYE', 'stranger', 2);
    send('INFO', tag, 1);
    send('PUBLISH', tag, 2);
    send('INFO', tag, 3);
    expect(heard()).toEqual(['481 BYE', '500 INFO', '405 PUBLISH', '200 INFO']);
  });

  it('agrees to a new offer, and to none without audio', async () => {
    const { answered, send, sent, heard } = world();
    const tag = await answered();
    send('INVITE', tag, 2, SDP.replace('m=audio', 'a=sendonly\r\nm=audio'));
    expect((sent.at(-1) as SipResponse).body).toMatch(/m=audio 30000 RTP\/AVP 0/);
    send('INVITE', tag, 3);
    expect(heard()).toEqual(['200 INVITE', '488 INVITE']);
  });
});

describe('a session timer', () => {
  const TIMER = ['Supported: timer, 100rel', 'Session-Expires: 6'];

  it('that the dialer asks for is its own to refresh: each refresh keeps the call, none ends it', async () => {
    const { answered, send, sent, heard, clock } = world();
    const tag = await answered(...TIMER);
    heard();
    await clock.advance(4000);
    send('UPDATE', tag, 2, ...TIMER);
    expect(header(sent.at(-1) as SipResponse, 'session-expires')).toBe('6;refresher=uac');
    expect(heard()).toEqual(['200 UPDATE']);
    await clock.advance(5000);
    expect(heard()).toEqual([]);
    await clock.advance(1000);
    expect(heard()).toEqual(['BYE']);
  });

  it('that the dialer does not ask for is not there', async () => {
    const { answered, send, sent } = world();
    const tag = await answered();
    send('UPDATE', tag, 2, SDP);
    expect(header(sent.at(-1) as SipResponse, 'session-expires')).toBe('');
    expect((sent.at(-1) as SipResponse).body).toMatch(/m=audio/);
  });
});

describe('a transfer', () => {
  const sipfrag = (request: SipRequest) =>
    `${request.body.trim()} | ${header(request, 'subscription-state').split(';')[0]}`;

  it('is followed by NOTIFY to the agent; the dialer then leaves', async () => {
    const { answered, send, heard, agree, callers, playing, types, clock, carrier } = world();
    const tag = await answered();
    heard();
    send('REFER', tag, 2, 'Refer-To: <sip:5000@carrier.example>');
    expect(heard()).toEqual(['202 REFER', 'NOTIFY']);
    callers[0]?.progress(180);
    callers[0]?.connected();
    expect(playing.size).toBe(0);
    send('BYE', tag, 3);
    expect(heard()).toEqual(['200 BYE']);
    expect(types()).toEqual(['invite', 'ringing', 'answered', 'refer', 'call-ended']);
    await clock.advance(500);
    expect(sipfrag(agree())).toBe('SIP/2.0 100 Trying | active');
    expect(sipfrag(agree())).toBe('SIP/2.0 180 Ringing | active');
    expect(sipfrag(agree())).toBe('SIP/2.0 200 OK | terminated');
    expect(carrier.callCount).toBe(0);
  });

  it('goes on when the dialer leaves before it is settled', async () => {
    const { answered, send, callers, left, types, clock } = world();
    const tag = await answered();
    send('REFER', tag, 2, 'Refer-To: <sip:5000@carrier.example>');
    send('BYE', tag, 3);
    await clock.advance(20_000);
    expect(left).toEqual([]);
    callers[0]?.connected();
    expect(types().at(-1)).toBe('call-ended');
  });

  it('leaves the call with the dialer when it fails, who may try again', async () => {
    const { answered, send, heard, callers, agree, log, clock } = world();
    const tag = await answered();
    heard();
    send('REFER', tag, 2, 'Refer-To: <sip:5000@carrier.example>');
    send('REFER', tag, 3, 'Refer-To: <sip:5000@carrier.example>');
    callers[0]?.refused(480);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'transfer-failed', to: '5000', code: 480 });
    agree();
    expect(sipfrag(agree())).toBe('SIP/2.0 480 Temporarily Unavailable | terminated');
    send('REFER', tag, 4, 'Refer-To: <sip:nobody@carrier.example>');
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'transfer-failed', to: 'nobody', code: 404 });
    await clock.advance(15_000);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'call-ended', by: 'person' });
  });

  it('is refused without Refer-To, and twice at once', async () => {
    const { answered, send, heard } = world();
    const tag = await answered();
    heard();
    send('REFER', tag, 2);
    send('REFER', tag, 3, 'Refer-To: <sip:5000@carrier.example>');
    send('REFER', tag, 4, 'Refer-To: <sip:5000@carrier.example>');
    expect(heard()).toEqual(['400 REFER', '202 REFER', 'NOTIFY', '491 REFER']);
  });

  it('ends the leg of a dialer that does not leave', async () => {
    const { answered, send, callers, clock, log } = world();
    const tag = await answered();
    send('REFER', tag, 2, 'Refer-To: <sip:5000@carrier.example>');
    callers[0]?.connected();
    await clock.advance(TRANSACTION_MS);
    expect(log.after(0)?.at(-1)).toMatchObject({ type: 'call-ended', by: 'carrier' });
  });
});

it('answers OPTIONS, and what belongs to no call', () => {
  const { send, heard } = world();
  send('OPTIONS', undefined, 1);
  send('BYE', 'gone', 2);
  send('CANCEL', undefined, 3);
  send('SUBSCRIBE', undefined, 4);
  expect(heard()).toEqual(['200 OPTIONS', '481 BYE', '481 CANCEL', '405 SUBSCRIBE']);
});
