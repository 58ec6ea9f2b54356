import { systemClock } from '@marcador/platform/clock.js';
import { trunkTo } from '../../../test/peers/support/trunk-to.js';
import { inThread } from '../../../test/support/in-thread-media.js';
import { leasedPort } from '../../../test/support/leased-port.js';
import { freePort } from '../../../test/support/ports.js';
import { pcmuAnswer, WirePeer, type WireMessage } from '../../../test/peers/support/wire-peer.js';
import type { AnsweredCall, LeasedPort, OutboundCall } from './dialer-port.js';
import { silentLog } from './log.js';
import { mendSipJs } from './sip/mends.js';
import { applyUdpTimers } from './sip/timers.js';
import { startTelephony, type Telephony } from './telephony.js';
import type { TelephonyOptions, TrunkOptions } from './telephony-options.js';

const NUMBER = '4930123456';
let peer: WirePeer;
let telephony: Telephony;

beforeEach(async () => {
  mendSipJs();
  // Timer B is 64 times this: what is never answered fails within a second.
  applyUdpTimers({ t1: 30, t2: 120, t4: 40 });
  peer = await WirePeer.open();
  peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
});

afterEach(async () => {
  await telephony.close();
  await peer.close();
});

async function start(
  change: Partial<TrunkOptions> = {},
  rtpPorts: TelephonyOptions['rtpPorts'] = { min: 0, max: 0 },
): Promise<LeasedPort> {
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts,
      trunks: [trunkTo(peer.port, change)],
    },
    { clock: systemClock, log: silentLog, media: inThread },
  );
  return leasedPort(telephony.pool);
}

async function untilCallId(callId: string): Promise<void> {
  for (;;) if ((await peer.next('INVITE')).header('call-id') === callId) return;
}

/** Looks again after each turn of the event loop. */
const until = (condition: () => boolean) =>
  new Promise<void>((resolve) => {
    const check = () => (condition() ? resolve() : setImmediate(check));
    check();
  });

const idle = () =>
  new Promise<void>((resolve) => {
    const check = () => {
      if (telephony.pool.idle > 0) resolve();
    };
    telephony.pool.onAvailable(check);
    check();
  });

async function dialled(
  ringTimeoutMs = 20_000,
): Promise<{ port: LeasedPort; call: OutboundCall; invite: WireMessage }> {
  const port = await start();
  const call = port.dial({ number: NUMBER, ringTimeoutMs });
  return { port, call, invite: await peer.next('INVITE') };
}

async function answered(
  change: Partial<TrunkOptions> = {},
): Promise<{ invite: WireMessage; call: AnsweredCall }> {
  const port = await start(change);
  const { result } = port.dial({ number: NUMBER, ringTimeoutMs: 20_000 });
  const invite = await peer.next('INVITE');
  peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
  const outcome = await result;
  if (!outcome.answered) throw new Error('not answered');
  await peer.next('ACK');
  return { invite, call: outcome.call };
}

describe('an INVITE', () => {
  it('is for the number in the domain, from the port, and offers G.711 with telephone-events', async () => {
    const { invite } = await dialled();
    expect(invite.text).toMatch(/^INVITE sip:4930123456@pbx\.test SIP\/2\.0\r\n/);
    expect(invite.header('from')).toMatch(/<sip:2001@pbx\.test>/);
    expect(invite.body).toMatch(/m=audio \d+ RTP\/AVP 8 0 13 101/);
  });

  it('that is refused fails with code, phrase and the Q.850 cause with its location', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '486 Busy Here', {
      headers: ['Reason: SIP;cause=486, Q.850;cause=17;text="a, b";location=LN'],
    });
    expect(await call.result).toEqual({
      answered: false,
      failure: { kind: 'response', sipCode: 486, phrase: 'Busy Here', q850Cause: 17, location: 'ln' },
    });
    await peer.next('ACK');
  });

  it('gets its ACK again for each repetition of the refusal', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '486 Busy Here');
    await call.result;
    await peer.next('ACK');
    peer.reply(invite, '486 Busy Here');
    await peer.again('ACK');
  });

  it('is sent again while no response comes', async () => {
    const { call, invite } = await dialled();
    const again = await peer.again('INVITE');
    expect(again.text).toBe(invite.text);
    peer.reply(again, '480 Temporarily Unavailable');
    expect(await call.result).toMatchObject({ failure: { sipCode: 480 } });
  });

  it('that no one answers at all fails as no-response, whatever the ring time-out is', async () => {
    const { call } = await dialled(100);
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'no-response' } });
  });

  it('that the network answers with 408 fails with that response', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '408 Request Timeout');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 408 } });
  });

  it('that cannot leave this host says so: nobody was called', async () => {
    const port = await start({}, { min: 5, max: 5 });
    const result = await port.dial({ number: NUMBER, ringTimeoutMs: 20_000 }).result;
    expect(result).toMatchObject({
      failure: {
        kind: 'not-sent',
        lacks: 'audio',
        message: expect.stringMatching(/No free pair of RTP ports/) as string,
      },
    });
  });

  it('tells when it rang, also by a 180 without Contact and To tag', async () => {
    const { call, invite } = await dialled();
    expect(call.ringingAt).toBeUndefined();
    const ringing = [
      'SIP/2.0 180 Ringing',
      ...['via', 'from', 'to', 'call-id', 'cseq'].map((name) => `${name}: ${invite.header(name)}`),
    ];
    peer.send(`${ringing.join('\n')}\n\n`, invite.source.port);
    peer.reply(invite, '486 Busy Here');
    await call.result;
    expect(call.ringingAt).toBeInstanceOf(Date);
  });

  it('that rings too long is cancelled and fails as ring-timeout', async () => {
    const { call, invite } = await dialled(50);
    peer.reply(invite, '180 Ringing');
    const cancel = await peer.next('CANCEL');
    expect(cancel.header('via')?.replace(/;rport.*/, '')).toBe(invite.header('via')?.replace(/;rport.*/, ''));
    peer.reply(cancel, '200 OK');
    peer.reply(invite, '487 Request Terminated');
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'ring-timeout' } });
  });

  it('that was cancelled and never gets its final response fails as ring-timeout and leaves nothing behind', async () => {
    const first = await freePort();
    const port = await start({}, { min: first, max: first + 1 });
    const call = port.dial({ number: NUMBER, ringTimeoutMs: 50 });
    peer.always('CANCEL', () => {});
    peer.reply(await peer.next('INVITE'), '180 Ringing');
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'ring-timeout' } });
    port.release();
    // The one pair of RTP ports there is carries the next call.
    const next = (await leasedPort(telephony.pool)).dial({ number: NUMBER, ringTimeoutMs: 20_000 });
    await untilCallId(next.callId);
  });

  it('whose 200 crosses the CANCEL gets ACK and BYE', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '180 Ringing');
    await until(() => call.ringingAt !== undefined);
    call.cancel();
    await peer.next('CANCEL');
    peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
    await peer.next('ACK');
    peer.reply(await peer.next('BYE'), '200 OK');
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'cancelled' } });
  });

  it('is not answered by early media', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '183 Session Progress', { body: pcmuAnswer(4000) });
    peer.reply(invite, '603 Decline');
    expect(await call.result).toMatchObject({ answered: false, failure: { sipCode: 603 } });
  });

  it('whose answer has no codec of ours fails with 488 and ends the call', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '200 OK', { body: pcmuAnswer(4000).replace(/RTP\/AVP.*/, 'RTP/AVP 18') });
    await peer.next('ACK');
    await peer.next('BYE');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 488 } });
  });
});

const CHALLENGE = 'Digest realm="pbx.test", nonce="abc", algorithm=MD5, qop="auth"';

describe('a challenge', () => {
  it('to the INVITE is answered with digest and the next CSeq', async () => {
    const { call, invite } = await dialled();
    peer.reply(invite, '407 Proxy Authentication Required', {
      headers: [`Proxy-Authenticate: ${CHALLENGE}`],
    });
    await peer.next('ACK');
    const again = await peer.next('INVITE');
    expect(again.header('proxy-authorization')).toMatch(
      /username="2001".*uri="sip:4930123456@pbx.test".*qop=auth/,
    );
    expect(again.header('cseq')).toBe('2 INVITE');
    peer.reply(again, '407 Proxy Authentication Required', { headers: [`Proxy-Authenticate: ${CHALLENGE}`] });
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 407 } });
  });

  it('inside the dialog leaves the next request a CSeq of its own', async () => {
    const { call } = await answered();
    const transfer = call.transfer('700');
    const refer = await peer.next('REFER');
    peer.reply(refer, '407 Proxy Authentication Required', { headers: [`Proxy-Authenticate: ${CHALLENGE}`] });
    const again = await peer.next('REFER');
    peer.reply(again, '603 Decline');
    await transfer;
    void call.hangUp();
    const bye = await peer.next('BYE');
    expect([refer, again, bye].map((request) => request.header('cseq'))).toEqual([
      '2 REFER',
      '3 REFER',
      '4 BYE',
    ]);
    peer.reply(bye, '200 OK');
  });
});

describe('an answered call', () => {
  it('ends with the cause of the peer’s BYE', async () => {
    const { invite, call } = await answered();
    peer.sendInDialog(invite, 'BYE', 1, { headers: ['Reason: Q.850;cause=16'] });
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 16 });
    await peer.next('200');
    peer.sendInDialog(invite, 'BYE', 1);
    await peer.next('200');
  });

  it('ends with our BYE, sent again until it is answered', async () => {
    const { call } = await answered();
    const hungUp = call.hangUp();
    await peer.next('BYE');
    peer.reply(await peer.again('BYE'), '200 OK');
    await hungUp;
    expect(await call.ended).toMatchObject({ by: 'us' });
    await call.hangUp();
  });

  it('frees its port when the lease is released', async () => {
    const port = await start();
    const { result } = port.dial({ number: NUMBER, ringTimeoutMs: 20_000 });
    const invite = await peer.next('INVITE');
    peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
    await result;
    port.release();
    peer.reply(await peer.next('BYE'), '200 OK');
    await idle();
    expect(telephony.pool.states()).toMatchObject([
      { name: '2001', registration: 'registered', busy: false },
    ]);
  });

  it('answers OPTIONS and a re-INVITE, refuses REFER and unknown methods', async () => {
    const { invite } = await answered();
    peer.sendInDialog(invite, 'OPTIONS', 1);
    await peer.next('200');
    peer.sendInDialog(invite, 'INVITE', 2);
    expect((await peer.next('200')).body).toContain('m=audio');
    peer.sendInDialog(invite, 'REFER', 3, { headers: ['Refer-To: <sip:666@pbx.test>'] });
    await peer.next('603');
    peer.sendInDialog(invite, 'PUBLISH', 4);
    expect((await peer.next('405')).header('allow')).toContain('INVITE');
  });
});

describe('a transfer', () => {
  const notify = (invite: WireMessage, cseq: number, sipfrag: string, state = 'active;expires=60') =>
    peer.sendInDialog(invite, 'NOTIFY', cseq, {
      headers: ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag;version=2.0'],
      body: sipfrag,
    });

  async function referred(change: Partial<TrunkOptions> = {}) {
    const { invite, call } = await answered(change);
    const transfer = call.transfer('700');
    const refer = await peer.next('REFER');
    return { invite, call, transfer, refer };
  }

  it('asks for the target in the domain and succeeds with a final 2xx, after which our BYE leaves', async () => {
    const { invite, call, transfer, refer } = await referred();
    expect(refer.header('refer-to')).toMatch(/sip:700@pbx\.test/);
    peer.reply(refer, '202 Accepted');
    notify(invite, 1, 'SIP/2.0 100 Trying');
    await peer.next('200');
    notify(invite, 2, 'SIP/2.0 200 OK', 'terminated;reason=noresource');
    expect(await transfer).toMatchObject({ transferred: true });
    peer.reply(await peer.next('BYE'), '200 OK');
    expect(await call.ended).toMatchObject({ by: 'us' });
  });

  it('succeeds when the peer ends the call after its 2xx, however little it notified', async () => {
    const { invite, transfer, refer } = await referred();
    peer.reply(refer, '200 OK');
    peer.sendInDialog(invite, 'BYE', 1);
    expect(await transfer).toMatchObject({ transferred: true });
  });

  it('fails when the person hangs up before the REFER is accepted', async () => {
    const { invite, transfer } = await referred();
    peer.sendInDialog(invite, 'BYE', 1);
    expect(await transfer).toEqual({ transferred: false, failure: { reason: 'caller-hung-up' } });
  });

  it('fails when it is refused, and the call still stands', async () => {
    const { call, transfer, refer } = await referred();
    peer.reply(refer, '603 Decline');
    expect(await transfer).toEqual({ transferred: false, failure: { reason: 'refused', sipCode: 603 } });
    void call.hangUp();
    peer.reply(await peer.next('BYE'), '200 OK');
  });

  it('fails with the code that was notified', async () => {
    const { invite, transfer, refer } = await referred();
    peer.reply(refer, '202 Accepted');
    notify(invite, 1, 'SIP/2.0 486 Busy Here', 'terminated;reason=noresource');
    expect(await transfer).toEqual({ transferred: false, failure: { reason: 'failed', sipCode: 486 } });
  });

  it('fails when nothing is notified in time', async () => {
    const { transfer, refer } = await referred({ transfer: { successOn: 'answered', timeoutMs: 50 } });
    peer.reply(refer, '202 Accepted');
    expect(await transfer).toEqual({ transferred: false, failure: { reason: 'timeout' } });
  });

  it('fails when the REFER gets no response', async () => {
    const { transfer } = await referred();
    expect(await transfer).toEqual({ transferred: false, failure: { reason: 'timeout' } });
  });

  it('counts ringing as success where that is set, but ends the call only after the final NOTIFY', async () => {
    const { invite, call, transfer, refer } = await referred({
      transfer: { successOn: 'ringing', timeoutMs: 5000 },
    });
    peer.reply(refer, '202 Accepted');
    notify(invite, 1, 'SIP/2.0 180 Ringing');
    expect(await transfer).toMatchObject({ transferred: true });
    void call.hangUp();
    notify(invite, 2, 'SIP/2.0 200 OK', 'terminated');
    peer.reply(await peer.next('BYE'), '200 OK');
    const order = peer.log.map(({ start }) => start).filter((start) => start === '200' || start === 'BYE');
    expect(order).toEqual(['200', '200', 'BYE']);
  });
});

describe('outside of calls a port', () => {
  const request = (method: string, uri: string) =>
    peer.send(
      [
        `${method} ${uri} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bK${method};rport`,
        'From: <sip:pbx@pbx.test>;tag=a',
        'To: <sip:2001@pbx.test>',
        `Call-ID: ${method}@wire`,
        `CSeq: 1 ${method}`,
        `Contact: <sip:pbx@127.0.0.1:${peer.port}>`,
        'Event: check-sync',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
      telephony.address.port,
    );

  it.each([
    ['OPTIONS', 'sip:2001@127.0.0.1', '200'],
    ['OPTIONS', 'sip:127.0.0.1', '200'],
    ['INVITE', 'sip:2001@127.0.0.1', '486'],
    ['INVITE', 'sip:4711@127.0.0.1', '404'],
    ['NOTIFY', 'sip:2001@127.0.0.1', '481'],
    ['PUBLISH', 'sip:2001@127.0.0.1', '405'],
  ])('answers %s %s with %s', async (method, uri, code) => {
    await start();
    request(method, uri);
    const response = await peer.next(code);
    expect(response.header('via')).toContain(`rport=${peer.port}`);
  });
});

describe('a registration', () => {
  it('answers the challenge, and the port becomes idle', async () => {
    let authorization: string | undefined;
    peer.always('REGISTER', (request) => {
      authorization = request.header('authorization');
      if (authorization === undefined)
        peer.reply(request, '401 Unauthorized', { headers: [`WWW-Authenticate: ${CHALLENGE}`] });
      else peer.reply(request, '200 OK');
    });
    await start({ ports: [{ user: '2001', authorizationUser: 'auth2001', password: 'secret' }] });
    expect(authorization).toMatch(/username="auth2001"/);
  });

  it('asks for a longer time when the registrar wants one', async () => {
    // A set: where this process is slow, a request comes again.
    const asked = new Set<string | undefined>();
    peer.always('REGISTER', (request) => {
      const expires = request.header('expires');
      asked.add(expires);
      if (Number(expires) < 600)
        peer.reply(request, '423 Interval Too Brief', { headers: ['Min-Expires: 600'] });
      else peer.reply(request, '200 OK');
    });
    await start({ registrationExpirySeconds: 60 });
    expect([...asked]).toEqual(['60', '600']);
  });

  it('is renewed before it expires, under the same Call-ID with the next CSeq', async () => {
    const requests: WireMessage[] = [];
    const renewed = new Promise<void>((resolve) =>
      peer.always('REGISTER', (request) => {
        if (requests.at(-1)?.text !== request.text) requests.push(request);
        peer.reply(request, '200 OK', {
          headers: [`Contact: ${request.header('contact')?.replace(/expires=\d+/, 'expires=1')}`],
        });
        if (requests.length === 2) resolve();
      }),
    );
    await start();
    await renewed;
    expect(requests[1]?.header('call-id')).toBe(requests[0]?.header('call-id'));
    expect(requests[1]?.header('cseq')).toBe('2 REGISTER');
  });

  it('that is refused shows its code, and the port is not leased', async () => {
    peer.always('REGISTER', (request) => peer.reply(request, '403 Forbidden'));
    void start();
    await until(() => telephony?.pool.states()[0]?.registration === 'failed');
    expect(telephony.pool.states()).toMatchObject([
      { name: '2001', registration: 'failed', sipCode: 403, busy: false },
    ]);
    expect(telephony.pool.acquire()).toBeUndefined();
  });

  it('is taken back at the end', async () => {
    await start();
    const last = new Promise<WireMessage>((resolve) =>
      peer.always('REGISTER', (request) => {
        peer.reply(request, '200 OK');
        resolve(request);
      }),
    );
    await telephony.close();
    expect((await last).header('expires')).toBe('0');
  });
});

describe('the calls-per-second limit', () => {
  const ports = ['2001', '2002', '2003'].map((user) => ({ user, password: 'secret' }));

  it('holds ports back until the second is over, says until when, and tells when it is', async () => {
    const first = await start({ ports, callsPerSecond: 2 });
    await until(() => telephony.pool.idle === 2);
    const second = telephony.pool.acquire();
    expect(telephony.pool.acquire()).toBeUndefined();
    expect(telephony.pool.hindrances).toMatchObject([
      { kind: 'calls-per-second', until: expect.any(Date) as Date },
    ]);
    await second?.turn();
    peer.always('INVITE', (invite) => peer.reply(invite, '180 Ringing'));
    [first, second].forEach((port) => port?.dial({ number: NUMBER, ringTimeoutMs: 20_000 }));
    expect(telephony.pool.idle).toBe(1);
    await new Promise<void>((resolve) => telephony.pool.onAvailable(resolve));
    expect(telephony.pool.acquire()).toBeDefined();
  });

  it('does not count a port that was released without a call', async () => {
    const first = await start({ ports, callsPerSecond: 1 });
    await until(() => telephony.pool.idle === 2);
    expect(telephony.pool.acquire()).toBeUndefined();
    first.release();
    expect(telephony.pool.acquire()).toBeDefined();
  });

  it('lets no INVITE leave out of its turn', async () => {
    await start({ ports, callsPerSecond: 1000 });
    await until(() => telephony.pool.idle === 2);
    const second = telephony.pool.acquire();
    expect(() => second?.dial({ number: NUMBER, ringTimeoutMs: 20_000 })).toThrow(/not in its turn/);
  });
});

describe('what hinders a call at the ports', () => {
  it('is that none is registered, with the codes of those that were refused', async () => {
    peer.always('REGISTER', (request) => peer.reply(request, '403 Forbidden'));
    void start();
    await until(() => telephony?.pool.states()[0]?.registration === 'failed');
    expect(telephony.pool.hindrances).toEqual([
      { kind: 'no-port-registered', ports: 1, refused: [{ sipCode: 403, ports: 1, port: '2001' }] },
    ]);
  });

  it('is that all of them are busy', async () => {
    await start();
    expect(telephony.pool.hindrances).toEqual([{ kind: 'all-ports-busy', ports: 1 }]);
  });

  it('is that the platform answered an INVITE with 503 and Retry-After', async () => {
    const port = await start();
    peer.always('INVITE', (invite) =>
      peer.reply(invite, '503 Service Unavailable', { headers: ['Retry-After: 60 (overload)'] }),
    );
    const call = port.dial({ number: NUMBER, ringTimeoutMs: 20_000 });
    expect(await call.result).toMatchObject({ answered: false, failure: { sipCode: 503 } });
    port.release();
    expect(telephony.pool.hindrances).toEqual([{ kind: 'trunk-held-back', until: expect.any(Date) as Date }]);
  });
});
