import { once } from 'node:events';
import { systemClock } from '@marcador/platform/clock.js';
import { makeAuthority, makeCertificate, type KeyPair } from '../../../test/support/certificates.js';
import { a, DnsServer, srv } from '../../../test/support/dns-server.js';
import { inThread } from '../../../test/support/in-thread-media.js';
import { leasedPort } from '../../../test/support/leased-port.js';
import { TlsPeer, type StreamMessage } from '../../../test/peers/support/tls-peer.js';
import { trunkTo } from '../../../test/peers/support/trunk-to.js';
import { pcmuAnswer } from '../../../test/peers/support/wire-message.js';
import type { AnsweredCall } from './dialer-port.js';
import { silentLog } from './log.js';
import { mendSipJs } from './sip/mends.js';
import { applyUdpTimers } from './sip/timers.js';
import { startTelephony, type Telephony } from './telephony.js';

const OURS = 'dialer.test';

let authority: KeyPair;
let certificate: KeyPair;
let peer: TlsPeer;
let others: TlsPeer[];
let telephony: Telephony;
let dns: DnsServer;
/** Where we listen for TLS, as our REGISTER says. */
let ourPort: number;

beforeAll(async () => {
  authority = await makeAuthority();
  certificate = await makeCertificate(authority, { dns: [OURS], addresses: ['127.0.0.1'] });
});

beforeEach(async () => {
  mendSipJs();
  // A 200 is repeated for six seconds.
  applyUdpTimers({ t1: 100, t2: 200, t4: 100 });
  others = [];
  dns = await DnsServer.start();
  peer = await TlsPeer.open(certificate);
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0, tlsPort: 0 },
      tls: {
        certificate: certificate.cert,
        key: certificate.key,
        authorities: authority.cert,
        verify: 'full',
      },
      dnsServers: [dns.address],
      rtpPorts: { min: 0, max: 0 },
      trunks: [trunkTo(peer.port, { transport: 'tls' })],
    },
    { clock: systemClock, log: silentLog, random: () => 0, media: inThread },
  );
  const register = await peer.next('REGISTER');
  ourPort = Number(/<sip:2001@127\.0\.0\.1:(\d+);transport=tls>/.exec(register.header('contact') ?? '')?.[1]);
  peer.reply(register, '200 OK', { contact: register.header('contact') ?? '' });
  peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
});

afterEach(async () => {
  for (const each of [peer, ...others])
    for (const method of ['BYE', 'CANCEL']) each.always(method, (request) => each.reply(request, '200 OK'));
  await telephony.close();
  await Promise.all([peer, ...others].map((each) => each.close()));
  await dns.stop();
});

async function answered(): Promise<{ call: AnsweredCall; invite: StreamMessage }> {
  const port = await leasedPort(telephony.pool);
  const call = port.dial({ number: '4930123456', ringTimeoutMs: 20_000 });
  const invite = await peer.next('INVITE');
  peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
  const result = await call.result;
  if (!result.answered) throw new Error(`not answered: ${JSON.stringify(result.failure)}`);
  await peer.next('ACK');
  return { call: result.call, invite };
}

const connected = () => peer.connect(ourPort, authority.cert, OURS);

const outside = (method: string, user = '2001') =>
  [
    `${method} sip:${user}@127.0.0.1:${ourPort};transport=tls SIP/2.0`,
    `Via: SIP/2.0/TLS 127.0.0.1:${peer.port};branch=z9hG4bK${method}${user}`,
    'From: <sip:pbx@pbx.test>;tag=a',
    `To: <sip:${user}@pbx.test>`,
    `Call-ID: ${method}${user}`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:pbx@127.0.0.1:${peer.port};transport=tls>`,
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

describe('a connection that a server opens to our TLS port', () => {
  it('meets a certificate of ours that it can check, and carries OPTIONS and its answer', async () => {
    const { tls } = await connected();
    expect(tls.authorized).toBe(true);
    tls.write(outside('OPTIONS'));
    const ok = await peer.next('200', '1 OPTIONS');
    expect(ok.source).toBe(tls);
    expect(ok.header('allow')).toContain('UPDATE');
  });

  it('carries the BYE of a call that was made over another one', async () => {
    const { call, invite } = await answered();
    const { tls } = await connected();
    tls.write(peer.inDialog(invite, 'BYE', 1, { headers: ['Reason: Q.850;cause=16'] }));
    expect((await peer.next('200', '1 BYE')).source).toBe(tls);
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 16 });
  });

  it.each(['2001', '9999'])('registers nobody, known or not: %s', async (user) => {
    const { tls } = await connected();
    tls.write(outside('REGISTER', user));
    const refusal = await peer.next('405', '1 REGISTER');
    expect(refusal.source).toBe(tls);
    expect(refusal.header('allow')).not.toContain('REGISTER');
  });
});

describe('a connection over which a request came, and that is no more', () => {
  it.each([
    ['by address', '127.0.0.1', true],
    ['by a name, which its certificate is for', 'sbc.test', true],
    ['by a name, whose port DNS knows (RFC 3263 §5)', 'sbc.test', false],
  ])('gives way to a new one to where its Via says, %s', async (_, host, hasPort) => {
    const names = host === '127.0.0.1' ? { addresses: [host] } : { dns: [host] };
    const other = await TlsPeer.open(await makeCertificate(authority, names));
    others.push(other);
    dns.knows([srv('_sips._tcp.sbc.test', 'a.sbc.test', other.port), a('a.sbc.test', '127.0.0.1')]);
    const sentBy = hasPort ? `${host}:${other.port}` : host;
    const { invite } = await answered();
    const { tls, tcp } = await connected();
    tls.write(peer.inDialog(invite, 'INVITE', 1, { sentBy, body: pcmuAnswer(4000) }));
    await peer.next('200', '1 INVITE');
    tcp.destroy();
    const again = await other.next('200', '1 INVITE');
    expect(again.header('via')).toContain(`TLS ${sentBy};`);
    again.source.write(peer.inDialog(invite, 'ACK', 1));
    again.source.write(peer.inDialog(invite, 'OPTIONS', 2));
    await other.next('200', '2 OPTIONS');
  });
});

describe('TLS that is cut off', () => {
  it.each([
    ['inside a message', (text: string) => text.slice(0, 100), Buffer.alloc(0)],
    // Application data of 256 bytes, of which three come.
    ['inside a record of TLS', () => '', Buffer.from([0x17, 3, 3, 1, 0, 1, 2, 3])],
    ['by bytes that are no TLS', () => '', Buffer.from('OPTIONS sip:2001@127.0.0.1 SIP/2.0\r\n\r\n')],
  ])('%s changes nothing for the calls and for other connections', async (_, part, bytes) => {
    const { call, invite } = await answered();
    const { tls, tcp } = await connected();
    const cut = part(peer.inDialog(invite, 'BYE', 1));
    if (cut !== '') await new Promise((resolve) => tls.write(cut, resolve));
    if (bytes.length > 0) await new Promise((resolve) => tcp.write(bytes, resolve));
    tcp.destroy();
    await once(tcp, 'close');
    const next = await connected();
    next.tls.write(peer.inDialog(invite, 'OPTIONS', 1));
    await peer.next('200', '1 OPTIONS');
    void call.hangUp();
    peer.reply(await peer.next('BYE'), '200 OK');
    expect(await call.ended).toMatchObject({ by: 'us' });
  });
});
