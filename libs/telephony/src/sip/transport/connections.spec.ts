import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  connect as connectTls,
  createServer as createTlsServer,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import {
  makeAuthority,
  makeCertificate,
  type KeyPair,
  type Names,
} from '../../../../../test/support/certificates.js';
import { freePort } from '../../../../../test/support/ports.js';
import { silentLog } from '../../log.js';
import { Connections } from './connections.js';
import type { Hop, HostPort, SipTransport } from './hop.js';
import { listenTcp, listenTls, type Entrance } from './listeners.js';
import type { TlsSettings } from './tls-options.js';

const OPTIONS = 'OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\n';
/** Between 96 and 120 seconds; the test's chance is in the middle. */
const PING_MS = 108_000;

let clock: ManualClock;
let connections: Connections;
let received: Buffer[];
let lost: string[];
let lastWord: string | undefined;
/** Where nothing listens for TLS: how we are named there. */
let unreachableAs: HostPort | undefined;
let mayConnect: boolean;
const servers: Server[] = [];
const sockets: Socket[] = [];

function setUp(tls: TlsSettings = { verify: 'full' }, localAddress = '127.0.0.1'): void {
  clock = new ManualClock('2026-01-01T00:00:00Z');
  received = [];
  lost = [];
  lastWord = undefined;
  unreachableAs = undefined;
  mayConnect = true;
  connections = new Connections({
    localAddress,
    tls,
    clock,
    log: silentLog,
    random: () => 0.5,
    unreachableAs: (transport) => (transport === 'tls' ? unreachableAs : undefined),
    isPlatform: () => false,
    onMessage: (bytes) => received.push(bytes) > 0,
    onUnframeable: () => lastWord,
    onLost: (_hop, reason) => lost.push(reason),
  });
}

afterEach(async () => {
  await connections.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

/** A peer that keeps the connections it gets, and what they send. */
class Peer {
  readonly connections: Socket[] = [];
  text = '';

  private constructor(readonly server: Server) {}

  static async listen(host = '127.0.0.1', tls?: TlsOptions): Promise<Peer> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const peer = new Peer(server);
    server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      peer.connections.push(socket);
      socket.on('data', (chunk) => (peer.text += chunk.toString()));
      socket.on('error', () => {});
    });
    server.on('connection', (socket: Socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    servers.push(server);
    return peer;
  }

  hop(transport: SipTransport, name?: string): Hop {
    const { address: host, port } = this.server.address() as AddressInfo;
    return { transport, host, port, name: name ?? host };
  }

  async connected(): Promise<Socket> {
    await until(() => this.connections.length > 0);
    return this.connections.at(-1) as Socket;
  }
}

const entrance: Entrance = {
  mayConnect: () => mayConnect,
  accept: (socket, transport) => connections.accept(socket, transport),
};

/** A socket that connected to our listener. */
async function stranger(): Promise<Socket & { text: string }> {
  const server = await listenTcp('127.0.0.1', 0, entrance);
  servers.push(server);
  const socket = Object.assign(connect((server.address() as AddressInfo).port, '127.0.0.1'), { text: '' });
  sockets.push(socket);
  socket.on('data', (chunk) => (socket.text += chunk.toString()));
  socket.on('error', () => {});
  await until(() => connections.size > 0);
  return socket;
}

const closed = (socket: Socket) => until(() => socket.closed);

describe.each(['127.0.0.1', '::1'])('a connection that we open to %s', (host) => {
  beforeEach(() => setUp(undefined, host));

  it('is one for all who send there at once, and carries both ways', async () => {
    const peer = await Peer.listen(host);
    const [first, second] = await Promise.all([
      connections.to(peer.hop('tcp')),
      connections.to(peer.hop('tcp')),
    ]);
    expect(second).toBe(first);
    await first.send(OPTIONS);
    const socket = await peer.connected();
    await until(() => peer.text === OPTIONS);
    socket.write(OPTIONS.slice(0, 20));
    socket.write(OPTIONS.slice(20) + OPTIONS);
    await until(() => received.length === 2);
    expect(received.map(String)).toEqual([OPTIONS, OPTIONS]);
    expect(peer.connections).toHaveLength(1);
  });
});

describe('a connection that we open', () => {
  beforeEach(() => setUp());

  it('is opened again by the next message once it was lost', async () => {
    const peer = await Peer.listen();
    await connections.to(peer.hop('tcp'));
    (await peer.connected()).end();
    await until(() => lost.length === 1);
    expect(lost).toEqual(['the peer closed the connection']);
    await (await connections.to(peer.hop('tcp'))).send(OPTIONS);
    await until(() => peer.text === OPTIONS);
  });

  it('is refused: the next attempts come less and less often', async () => {
    const hop = { transport: 'tcp', host: '127.0.0.1', port: await freePort(), name: 'pbx.test' } as const;
    await expect(connections.to(hop)).rejects.toThrow(
      'TCP connection to pbx.test failed: connect ECONNREFUSED',
    );
    const again = await Peer.listen();
    const reopened = { ...hop, port: again.hop('tcp').port };
    await expect(connections.to(hop)).rejects.toThrow('ECONNREFUSED');
    await clock.advance(501);
    await expect(connections.to(hop)).rejects.toThrow('ECONNREFUSED');
    expect((await connections.to(reopened)).isOpen).toBe(true);
  });

  it('that is not answered is given up after five seconds', async () => {
    // Nobody accepts there: the handshake of TLS is never answered.
    const peer = await Peer.listen();
    const attempt = connections.to(peer.hop('tls'));
    await peer.connected();
    const outcome = expect(attempt).rejects.toThrow('no answer in time');
    await clock.advance(5000);
    await outcome;
    expect(clock.timers).toBe(0);
  });

  it('pings, and closes when a peer that knows pings does not answer one', async () => {
    const peer = await Peer.listen();
    await connections.to(peer.hop('tcp'));
    const socket = await peer.connected();
    await clock.advance(PING_MS);
    await until(() => peer.text === '\r\n\r\n');
    socket.write(`\r\n${OPTIONS}`);
    await until(() => received.length === 1);
    await clock.advance(PING_MS);
    await until(() => peer.text === '\r\n\r\n\r\n\r\n');
    await clock.advance(9_999);
    expect(lost).toEqual([]);
    await clock.advance(1);
    expect(lost).toEqual(['the peer does not answer pings']);
    expect(clock.timers).toBe(0);
  });

  it('is closed when the peer does not read: what is not sent would fill the memory', async () => {
    const peer = await Peer.listen();
    const connection = await connections.to(peer.hop('tcp'));
    (await peer.connected()).pause();
    const sent = Array.from({ length: 1000 }, () => connection.send('x'.repeat(65_536)));
    expect((await Promise.allSettled(sent)).some(({ status }) => status === 'rejected')).toBe(true);
    expect(lost).toEqual(['the peer does not read']);
  });

  it('that cannot be read on is left to its last word: what is sent meanwhile takes a new one', async () => {
    lastWord = 'SIP/2.0 400 Bad Content-Length\r\n\r\n';
    const peer = await Peer.listen();
    const first = await connections.to(peer.hop('tcp'));
    (await peer.connected()).write('GET / HTTP/1.1\r\n\r\n');
    await until(() => lost.length === 1);
    const second = await connections.to(peer.hop('tcp'));
    await second.send(OPTIONS);
    await until(() => peer.text.includes(OPTIONS) && peer.text.includes(lastWord ?? ''));
    expect(second).not.toBe(first);
    await clock.advance(1000);
    expect([second.isOpen, lost.length]).toEqual([true, 1]);
  });

  it('stands when the peer does not know pings at all', async () => {
    const peer = await Peer.listen();
    const connection = await connections.to(peer.hop('tcp'));
    for (let times = 0; times < 5; times++) await clock.advance(130_000);
    expect(connection.isOpen).toBe(true);
  });
});

describe('a connection that a peer opens', () => {
  beforeEach(() => setUp());

  it('gets a pong for its ping (RFC 5626 §3.5.1)', async () => {
    const socket = await stranger();
    socket.write(`${OPTIONS}\r\n\r\n`);
    await until(() => socket.text === '\r\n');
    expect(received).toHaveLength(1);
  });

  it('is closed at once where its peer may not connect', async () => {
    mayConnect = false;
    const server = await listenTcp('127.0.0.1', 0, entrance);
    servers.push(server);
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    await closed(socket);
    expect([connections.size, clock.timers]).toEqual([0, 0]);
  });

  it('is closed when it sends no message within ten seconds', async () => {
    const socket = await stranger();
    await clock.advance(9_999);
    expect(connections.size).toBe(1);
    await clock.advance(1);
    await closed(socket);
    expect([connections.size, clock.timers]).toEqual([0, 0]);
  });

  it('is closed when a message trickles in too slowly, however many were in time before', async () => {
    const socket = await stranger();
    socket.write(OPTIONS + OPTIONS.slice(0, 10));
    await until(() => received.length === 1);
    for (let second = 0; second < 9; second++) {
      socket.write('x');
      await clock.advance(1000);
    }
    expect(connections.size).toBe(1);
    await clock.advance(1000);
    await closed(socket);
    expect(connections.size).toBe(0);
  });

  it.each([
    ['no SIP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a head without end', 'x'.repeat(20_000)],
    ['a body of gigabytes', 'A b SIP/2.0\r\nContent-Length: 4294967296\r\n\r\n'],
  ])('is closed when it sends %s', async (_, text) => {
    const socket = await stranger();
    socket.write(text);
    await closed(socket);
    expect([connections.size, received.length, clock.timers]).toEqual([0, 0, 0]);
  });

  it('hears why before it is closed, and is not heard any more', async () => {
    lastWord = 'SIP/2.0 513 Message Too Large\r\n\r\n';
    const socket = await stranger();
    // More than the buffers hold: what is closed with unread bytes in it would lose its last word.
    socket.write(Buffer.concat([Buffer.alloc(1 << 20, 'x'), Buffer.from(OPTIONS)]));
    await closed(socket);
    await until(() => connections.size === 0);
    expect([socket.text, received.length, clock.timers]).toEqual([lastWord, 0, 0]);
  });

  it('is closed by us where it does not close after that', async () => {
    lastWord = 'SIP/2.0 400 Bad Content-Length\r\n\r\n';
    const socket = await stranger();
    socket.allowHalfOpen = true;
    socket.write('x'.repeat(20_000));
    await until(() => socket.text === lastWord);
    expect(connections.size).toBe(1);
    await clock.advance(1000);
    await until(() => connections.size === 0);
    expect(clock.timers).toBe(0);
  });

  it('is closed when it closes its half, even inside a message', async () => {
    const socket = await stranger();
    socket.end(OPTIONS + OPTIONS.slice(0, 10));
    await closed(socket);
    expect([connections.size, received.length, clock.timers]).toEqual([0, 1, 0]);
  });
});

describe('TLS', () => {
  let authority: KeyPair;

  beforeAll(async () => {
    authority = await makeAuthority();
  });

  async function tlsPeer(names: Names, options: TlsOptions = {}): Promise<Peer> {
    return Peer.listen('127.0.0.1', { ...(await makeCertificate(authority, names)), ...options });
  }

  const trusting = (verify: TlsSettings['verify'] = 'full'): TlsSettings => ({
    authorities: authority.cert,
    verify,
  });

  it('connects to a server whose certificate names it, and says the name it wants (SNI)', async () => {
    setUp(trusting());
    const peer = await tlsPeer({ dns: ['pbx.test'] });
    await (await connections.to(peer.hop('tls', 'pbx.test'))).send(OPTIONS);
    const socket = (await peer.connected()) as TLSSocket;
    await until(() => peer.text === OPTIONS);
    expect((socket as TLSSocket & { servername: string }).servername).toBe('pbx.test');
  });

  it.each([
    ['is for somebody else', { dns: ['other.test'] }, 'its certificate is for other.test, not for pbx.test'],
    ['has expired', { dns: ['pbx.test'], expired: true }, 'certificate has expired'],
  ])('refuses a server whose certificate %s', async (_, names: Names, reason) => {
    setUp(trusting());
    const peer = await tlsPeer(names);
    await expect(connections.to(peer.hop('tls', 'pbx.test'))).rejects.toThrow(reason);
  });

  it('refuses a certificate of an authority that it does not know', async () => {
    setUp({ verify: 'full' });
    const peer = await tlsPeer({ dns: ['pbx.test'] });
    await expect(connections.to(peer.hop('tls', 'pbx.test'))).rejects.toThrow(
      'TLS connection to pbx.test failed',
    );
  });

  it('does not look at the name with verify: authority, and at nothing with verify: none', async () => {
    const peer = await tlsPeer({ dns: ['other.test'] });
    setUp(trusting('authority'));
    expect((await connections.to(peer.hop('tls', 'pbx.test'))).isOpen).toBe(true);
    await connections.close();
    setUp({ verify: 'none' });
    expect((await connections.to(peer.hop('tls', 'pbx.test'))).isOpen).toBe(true);
  });

  it('shows our certificate to a server that asks for one', async () => {
    const { cert, key } = await makeCertificate(authority, { dns: ['dialer.test'] }, 'dialer');
    setUp({ ...trusting(), certificate: cert, key });
    const peer = await tlsPeer(
      { dns: ['pbx.test'] },
      { requestCert: true, rejectUnauthorized: true, ca: authority.cert },
    );
    await connections.to(peer.hop('tls', 'pbx.test'));
    const socket = (await peer.connected()) as TLSSocket;
    expect(socket.getPeerCertificate().subject.CN).toBe('dialer');
  });

  it('has a connection of its own for each name: the certificate was checked for no other one', async () => {
    setUp(trusting());
    const peer = await tlsPeer({ dns: ['a.test', 'c.test'] });
    const to = (name: string) => connections.to(peer.hop('tls', name));
    const first = await to('a.test');
    await expect(to('b.test')).rejects.toThrow('its certificate is for a.test, c.test, not for b.test');
    expect(await to('c.test')).not.toBe(first);
    expect(await to('a.test')).toBe(first);
  });

  it('does not shake hands with those who may not connect', async () => {
    setUp();
    mayConnect = false;
    const { cert, key } = await makeCertificate(authority, { dns: ['dialer.test'] });
    const settings = { certificate: cert, key, verify: 'full' } as const;
    const server = await listenTls('127.0.0.1', 0, { settings, clock, ...entrance });
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    const peer = connectTls({ port, host: '127.0.0.1', ca: authority.cert, servername: 'dialer.test' });
    sockets.push(peer);
    let isSecure = false;
    peer.on('secureConnect', () => (isSecure = true));
    peer.on('error', () => {});
    await closed(peer);
    expect([isSecure, connections.size, clock.timers]).toEqual([false, 0, 0]);
  });

  describe('where nobody can connect to us', () => {
    const contact = (port: number) =>
      `OPTIONS sip:a@b SIP/2.0\r\nContact: <sip:2001@127.0.0.1:${port};transport=tls>\r\n\r\n`;
    let port: number;

    beforeEach(async () => {
      setUp(trusting());
      port = await freePort();
      unreachableAs = { host: '127.0.0.1', port };
    });

    it('leaves from the port that we are named with, again when it was lost', async () => {
      const peer = await tlsPeer({ dns: ['pbx.test'] });
      for (let times = 1; times <= 2; times++) {
        await (await connections.to(peer.hop('tls', 'pbx.test'))).send(contact(port));
        await until(() => peer.text === contact(port).repeat(times));
        const { remotePort } = await peer.connected();
        expect(remotePort).toBe(port);
        for (const raw of sockets) raw.resetAndDestroy();
        await until(() => lost.length === times);
      }
    });

    it('leaves from another port where that one is taken, which its messages name then', async () => {
      const peer = await tlsPeer({ dns: ['a.test', 'b.test'] });
      await connections.to(peer.hop('tls', 'a.test'));
      await peer.connected();
      // The same port for the same destination cannot be had twice.
      await (await connections.to(peer.hop('tls', 'b.test'))).send(contact(port));
      await until(() => peer.text !== '');
      const { remotePort = 0 } = await peer.connected();
      expect(remotePort).not.toBe(port);
      expect(peer.text).toBe(contact(remotePort));
    });
  });

  it('takes the end of TCP without the end of TLS for the loss that it is', async () => {
    setUp(trusting());
    const peer = await tlsPeer({ dns: ['pbx.test'] });
    await connections.to(peer.hop('tls', 'pbx.test'));
    const socket = await peer.connected();
    socket.write(OPTIONS.slice(0, 10));
    for (const raw of sockets) raw.destroy();
    await until(() => lost.length === 1);
    expect([received.length, clock.timers]).toEqual([0, 0]);
  });

  it('accepts connections of peers, and survives those that speak no TLS', async () => {
    setUp();
    const { cert, key } = await makeCertificate(authority, { dns: ['dialer.test'] });
    const settings = { certificate: cert, key, verify: 'full' } as const;
    const server = await listenTls('127.0.0.1', 0, { settings, clock, ...entrance });
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    const garbage = connect(port, '127.0.0.1');
    sockets.push(garbage);
    garbage.on('error', () => {});
    garbage.write(OPTIONS);
    await closed(garbage);
    const theirs = new Connections({
      localAddress: '127.0.0.1',
      tls: trusting(),
      clock,
      log: silentLog,
      random: () => 0.5,
      unreachableAs: () => undefined,
      isPlatform: () => false,
      onMessage: () => true,
      onUnframeable: () => undefined,
      onLost: () => {},
    });
    const hop: Hop = { transport: 'tls', host: '127.0.0.1', port, name: 'dialer.test' };
    await (await theirs.to(hop)).send(OPTIONS);
    await until(() => received.length === 1);
    await theirs.close();
  });

  describe('of a peer that connects and does not shake hands', () => {
    let port: number;

    beforeEach(async () => {
      setUp();
      const { cert, key } = await makeCertificate(authority, { dns: ['dialer.test'] });
      const settings = { certificate: cert, key, verify: 'full' } as const;
      const server = await listenTls('127.0.0.1', 0, { settings, clock, ...entrance });
      servers.push(server);
      ({ port } = server.address() as AddressInfo);
    });

    function silent(): Socket {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      socket.on('error', () => {});
      socket.resume();
      return socket;
    }

    it.each([
      ['says nothing', ''],
      // The first bytes of a ClientHello of 512 bytes.
      ['stops half-way', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ])('is closed after ten seconds when it %s', async (_, bytes) => {
      const socket = silent();
      socket.write(bytes, 'latin1');
      await until(() => clock.timers === 1);
      await clock.advance(9_999);
      expect(clock.timers).toBe(1);
      const end = closed(socket);
      await clock.advance(1);
      await end;
      expect([connections.size, clock.timers]).toEqual([0, 0]);
    });

    it('gives way when two hundred others do the same, and who speaks TLS gets through', async () => {
      const first = silent();
      await until(() => clock.timers === 1);
      for (let n = 1; n <= 200; n++) silent();
      await closed(first);
      await until(() => clock.timers === 200);
      const peer = connectTls({ port, host: '127.0.0.1', ca: authority.cert, servername: 'dialer.test' });
      sockets.push(peer);
      peer.on('error', () => {});
      peer.write(OPTIONS);
      await until(() => received.length === 1);
    });

    it('is not spoken to in a version of TLS that is broken', async () => {
      const peer = connectTls({
        port,
        host: '127.0.0.1',
        ca: authority.cert,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      sockets.push(peer);
      const [error] = (await once(peer, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
      await until(() => clock.timers === 0);
    });
  });
});
