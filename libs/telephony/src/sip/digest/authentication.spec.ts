import { createHash } from 'node:crypto';
import { systemClock } from '@marcador/platform/clock.js';
import { trunkTo } from '../../../../../test/peers/support/trunk-to.js';
import { leasedPort } from '../../../../../test/support/leased-port.js';
import { inThread } from '../../../../../test/support/in-thread-media.js';
import { pcmuAnswer, WirePeer, type WireMessage } from '../../../../../test/peers/support/wire-peer.js';
import type { OutboundCall } from '../../dialer-port.js';
import type { TrunkOptions } from '../../telephony-options.js';
import { startTelephony, type Telephony } from '../../telephony.js';

const PASSWORD = 'very-secret';
let peer: WirePeer;
let telephony: Telephony;
let logged: string;

beforeEach(async () => {
  peer = await WirePeer.open();
  logged = '';
});

afterEach(async () => {
  peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
  peer.always('BYE', (request) => peer.reply(request, '200 OK'));
  await telephony.close();
  await peer.close();
});

async function start(trunk: Partial<TrunkOptions> = {}): Promise<void> {
  const write = (fields: object, message: string) => void (logged += JSON.stringify(fields) + message);
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 0, max: 0 },
      trunks: [trunkTo(peer.port, { ports: [{ user: '2001', password: PASSWORD }], ...trunk })],
    },
    { clock: systemClock, log: { debug: write, info: write, warn: write }, media: inThread },
  );
}

const challenge = (request: WireMessage, ...values: string[]) =>
  peer.reply(request, '401 Unauthorized', { headers: values.map((value) => `WWW-Authenticate: ${value}`) });
const challengeAsProxy = (request: WireMessage, value: string) =>
  peer.reply(request, '407 Proxy Authentication Required', { headers: [`Proxy-Authenticate: ${value}`] });

/** Answers the challenge to the REGISTER and dials. */
async function dialledAfter(
  value: string,
  trunk?: Partial<TrunkOptions>,
): Promise<{ call: OutboundCall; invite: WireMessage }> {
  await start(trunk);
  challenge(await peer.next('REGISTER'), value);
  peer.reply(await peer.next('REGISTER'), '200 OK');
  const port = await leasedPort(telephony.pool);
  const call = port.dial({ number: '4930123456', ringTimeoutMs: 20_000 });
  return { call, invite: await peer.next('INVITE') };
}

const field = (request: WireMessage, name: string, header = 'authorization') =>
  new RegExp(`${name}="?([^",]+)`).exec(request.header(header) ?? '')?.[1];

describe('a challenged subscriber', () => {
  it('answers the strongest of several challenges, in one header field or more', async () => {
    await start();
    challenge(
      await peer.next('REGISTER'),
      'Digest realm="r", nonce="weak", algorithm=MD5, qop="auth", Digest realm="r", nonce="strong", algorithm=SHA-256, qop="auth"',
      'Digest realm="r", nonce="unknown", algorithm=SHA-9',
    );
    const register = await peer.next('REGISTER');
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    const cnonce = field(register, 'cnonce');
    const [a1, a2] = [hash(`2001:r:${PASSWORD}`), hash(`REGISTER:${field(register, 'uri')}`)];
    expect(register.headers('authorization')).toHaveLength(1);
    expect(field(register, 'response')).toBe(hash(`${a1}:strong:00000001:${cnonce}:auth:${a2}`));
  });

  it('answers each of several realms, and keeps the proxy’s answer when the server asks too', async () => {
    const { call, invite } = await dialledAfter('Digest realm="server", nonce="n1", qop="auth"');
    challengeAsProxy(invite, 'Digest realm="a", nonce="n2", Digest realm="b", nonce="n3"');
    const again = await peer.next('INVITE');
    expect(again.headers('proxy-authorization').map((value) => /realm="(.)"/.exec(value)?.[1])).toEqual([
      'a',
      'b',
    ]);
    challenge(again, 'Digest realm="server", nonce="n4", qop="auth"');
    const third = await peer.next('INVITE');
    expect(third.headers('proxy-authorization')).toHaveLength(2);
    expect(field(third, 'nonce')).toBe('n4');
    peer.reply(third, '486 Busy Here');
    await call.result;
  });

  it('answers beforehand from then on, with a nonce count that grows, also in the ACK', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n1", qop="auth"');
    expect([field(invite, 'nonce'), field(invite, 'nc')]).toEqual(['n1', '00000002']);
    peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
    const ack = await peer.next('ACK');
    expect(ack.header('authorization')).toBe(invite.header('authorization'));
    await call.result;
    call.cancel();
    const bye = await peer.next('BYE');
    expect(field(bye, 'nc')).toBe('00000003');
    peer.reply(bye, '200 OK');
  });

  it('proves its password to no server but the registrar’s, whatever realm a callee makes up', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    challenge(invite, 'Digest realm="callee", nonce="n1", algorithm=MD5');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 401 } });
    expect(logged).toContain('"realm":"callee"');
  });

  it('proves it to a proxy of another realm within the call only, beside the registrar’s, however many ask', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    const many = Array.from({ length: 20 }, (_, n) => `Digest realm="p${n}", nonce="n"`);
    challengeAsProxy(invite, many.join(', '));
    const again = await peer.next('INVITE');
    expect(again.headers('proxy-authorization')).toHaveLength(8);
    expect(field(again, 'realm')).toBe('r');
    peer.reply(again, '200 OK', { body: pcmuAnswer(4000) });
    await peer.next('ACK');
    await call.result;
    call.cancel();
    const bye = await peer.next('BYE');
    expect(bye.headers('proxy-authorization')).toHaveLength(8);
    peer.reply(bye, '200 OK');
    const register = peer.next('REGISTER');
    void telephony.close();
    expect([field(await register, 'realm'), (await register).headers('proxy-authorization')]).toEqual([
      'r',
      [],
    ]);
  });

  it('proves it in the realms of the trunk only, where they are given, and there beforehand too', async () => {
    const realms = ['r', 'proxy'];
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"', { realms });
    challengeAsProxy(invite, 'Digest realm="proxy", nonce="n1"');
    const again = await peer.next('INVITE');
    challengeAsProxy(again, 'Digest realm="callee", nonce="n2"');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 407 } });
    const register = peer.next('REGISTER');
    void telephony.close();
    expect(field(await register, 'realm', 'proxy-authorization')).toBe('proxy');
  });

  it('takes a new nonce where the old one is too old, but not for ever', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    let last = invite;
    for (let n = 1; n <= 3; n++) {
      challenge(last, `Digest realm="r", nonce="n${n}", qop="auth", stale=true`);
      last = await peer.next('INVITE');
      expect([field(last, 'nonce'), field(last, 'nc')]).toEqual([`n${n}`, '00000001']);
    }
    challenge(last, 'Digest realm="r", nonce="n4", qop="auth", stale=true');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 401 } });
  });

  it('gives up when its credentials are refused, and offers them to nobody unasked after that', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    challenge(invite, 'Digest realm="r", nonce="n1", qop="auth"');
    challenge(await peer.next('INVITE'), 'Digest realm="r", nonce="n2", qop="auth"');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 401 } });
    const register = peer.next('REGISTER');
    void telephony.close();
    expect((await register).header('authorization')).toBeUndefined();
  });

  it('fails with the response when it cannot answer any challenge', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    challengeAsProxy(invite, 'Digest realm="r", nonce="n1", algorithm=SHA-9');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 407 } });
  });

  it('acknowledges a challenge that comes again as it did the first time', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    challenge(invite, 'Digest realm="r", nonce="n1", qop="auth"');
    const first = await peer.next('ACK');
    const again = await peer.next('INVITE');
    challenge(invite, 'Digest realm="r", nonce="n1", qop="auth"');
    const second = await peer.again('ACK');
    expect([second.header('via'), second.header('cseq')]).toEqual([
      first.header('via'),
      first.header('cseq'),
    ]);
    expect(first.header('cseq')).toBe('1 ACK');
    peer.reply(again, '486 Busy Here');
    await call.result;
  });

  it('leaves no credentials in the log', async () => {
    const { call, invite } = await dialledAfter('Digest realm="r", nonce="n0", qop="auth"');
    challenge(invite, 'Digest realm="r", nonce="n1", qop="auth"');
    const again = await peer.next('INVITE');
    challenge(again, 'Digest realm="r", nonce="n2", qop="auth"');
    await call.result;
    expect(logged).not.toContain(PASSWORD);
    expect(logged).not.toContain(field(again, 'response'));
  });
});
