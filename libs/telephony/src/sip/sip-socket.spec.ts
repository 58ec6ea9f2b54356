import { once } from 'node:events';
import { connect } from 'node:net';
import { systemClock } from '@marcador/platform/clock.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import fc from 'fast-check';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import { URI } from 'sip.js/lib/grammar/uri.js';
import { WirePeer } from '../../../../test/peers/support/wire-peer.js';
import { silentLog } from '../log.js';
import { DEFAULT_ADMISSION } from './admission/admission.js';
import { SipSocket } from './sip-socket.js';
import { startUserAgent } from './user-agent.js';

let socket: SipSocket;
let userAgent: UserAgent;
let peer: WirePeer;

beforeEach(async () => {
  peer = await WirePeer.open();
  socket = await SipSocket.open({
    bind: { address: '127.0.0.1', port: 0 },
    admission: { ...DEFAULT_ADMISSION, acceptFrom: 'anyone', requestsPerSecond: 100_000 },
    clock: systemClock,
    log: silentLog,
  });
  userAgent = await startUserAgent({ socket, user: '2001', domain: 'pbx.test', product: 'test' });
});

afterEach(async () => {
  await userAgent.stop();
  await socket.close();
  await peer.close();
});

const request = (method: string, uri = 'sip:2001@127.0.0.1') =>
  [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bK${method};rport`,
    'From: <sip:pbx@pbx.test>;tag=a',
    'To: <sip:2001@pbx.test>',
    `Call-ID: ${method}@wire`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:pbx@127.0.0.1:${peer.port}>`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

async function stillAnswers(): Promise<void> {
  peer.always('200', () => {});
  const answer = new Promise<void>((resolve) => peer.always('200', () => resolve()));
  peer.send(request('OPTIONS'), socket.address.port);
  await answer;
}

/** A response that reaches the parser: its branch is one of the user agent's. */
const response = () =>
  [
    'SIP/2.0 200 OK',
    `Via: SIP/2.0/UDP 127.0.0.1:${socket.address.port};branch=z9hG4bK${userAgent.configuration.sipjsId}x`,
    'From: <sip:2001@pbx.test>;tag=a',
    'To: <sip:2001@pbx.test>;tag=b',
    'Call-ID: 12345678',
    'CSeq: 1 REGISTER',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

describe('the SIP socket', () => {
  it('lives through datagrams of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), async (datagrams) => {
        datagrams.forEach((datagram) => peer.sendRaw(datagram, socket.address.port));
        await stillAnswers();
      }),
      { numRuns: 20 },
    );
  });

  it('lives through messages that are damaged anywhere', async () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(
          response(),
          ...['INVITE', 'NOTIFY', 'ACK', 'BYE', 'REGISTER'].map((method) => request(method)),
        ),
        fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.nat(500),
      )
      .map(([text, changes, cut]) => {
        const bytes = Buffer.from(text);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        return bytes.subarray(0, cut < 100 ? bytes.length - cut : bytes.length);
      });
    await fc.assert(
      fc.asyncProperty(fc.array(damaged, { minLength: 1, maxLength: 20 }), async (datagrams) => {
        datagrams.forEach((datagram) => peer.sendRaw(datagram, socket.address.port));
        await stillAnswers();
      }),
      { numRuns: 40 },
    );
  });

  it('lives through a response whose CSeq makes the parser throw', async () => {
    peer.send(response().replace('1 REGISTER', '1 "REGISTER"'), socket.address.port);
    await stillAnswers();
  });

  it('sends the refusal of an INVITE again until its ACK comes', async () => {
    peer.send(request('INVITE'), socket.address.port);
    const refusal = await peer.next('486');
    expect((await peer.next('486')).text).toBe(refusal.text);
    expect(socket.retransmitter.size).toBe(1);
    peer.send(
      request('INVITE').replaceAll('INVITE', 'ACK').replace('z9hG4bKACK', 'z9hG4bKINVITE'),
      socket.address.port,
    );
    await stillAnswers();
    expect(socket.retransmitter.size).toBe(0);
  });

  it('answers to where the request came from, not to where its Via says', async () => {
    peer.send(
      request('OPTIONS').replace(`127.0.0.1:${peer.port};branch`, '192.0.2.1:5060;branch'),
      socket.address.port,
    );
    const answer = await peer.next('200');
    expect(answer.header('via')).toContain(
      `192.0.2.1:5060;branch=z9hG4bKOPTIONS;rport=${peer.port};received=127.0.0.1`,
    );
  });

  it('says which port is taken', async () => {
    const again = SipSocket.open({
      bind: { address: '127.0.0.1', port: socket.address.port },
      clock: systemClock,
      log: silentLog,
    });
    await expect(again).rejects.toThrow(`Cannot bind SIP to 127.0.0.1:${socket.address.port} (EADDRINUSE)`);
  });

  it('has one user agent for a user', async () => {
    const again = startUserAgent({ socket, user: '2001', domain: 'pbx.test', product: 'test' });
    await expect(again).rejects.toThrow('Two SIP user agents for 2001');
  });

  it('counts responses to nothing that was asked, and bytes that are no message', async () => {
    peer.send(response(), socket.address.port);
    peer.send(response().replace(/z9hG4bK\w+/, 'z9hG4bKofanother'), socket.address.port);
    peer.send('GET / HTTP/1.1\r\n\r\n', socket.address.port);
    peer.send('\r\n\r\n', socket.address.port);
    await stillAnswers();
    expect(socket.admission.refused).toEqual({ strangers: 0, tooMany: 0, strayResponses: 2, unreadable: 1 });
  });
});

describe('a SIP socket that hears its servers only', () => {
  let shy: SipSocket;
  let shyAgent: UserAgent;

  beforeEach(async () => {
    shy = await SipSocket.open({
      bind: { address: '127.0.0.1', port: 0 },
      clock: new ManualClock('2026-01-01T00:00:00Z'),
      log: silentLog,
    });
    shyAgent = await startUserAgent({ socket: shy, user: '2002', domain: 'pbx.test', product: 'test' });
  });

  afterEach(async () => {
    await shyAgent.stop();
    await shy.close();
  });

  const refused = async (count: number) => {
    while (shy.admission.refused.strangers < count) await new Promise((resolve) => setTimeout(resolve, 2));
  };

  it('does not answer others, until our requests go to one of them', async () => {
    peer.send(request('OPTIONS').replace('z9hG4bKOPTIONS', 'z9hG4bKfirst'), shy.address.port);
    await refused(1);
    peer.always('REGISTER', (register) => peer.reply(register, '200 OK'));
    const registrar = new URI('sip', 'registrar', '127.0.0.1', peer.port);
    const core = shyAgent.userAgentCore;
    const register = core.makeOutgoingRequestMessage('REGISTER', registrar, registrar, registrar, {});
    await new Promise<void>((resolve) => core.request(register, { onAccept: () => resolve() }));
    peer.send(request('OPTIONS'), shy.address.port);
    expect((await peer.next('200')).header('via')).toContain('z9hG4bKOPTIONS');
    expect(shy.admission.refused.strangers).toBe(1);
  });

  describe('and has a call', () => {
    const TAG = 'ourtag01';
    const inCall = (method: string, change: (text: string) => string = (text) => text) =>
      change(
        request(method)
          .replace(`Call-ID: ${method}@wire`, `Call-ID: ${TAG}-call`)
          .replace('To: <sip:2001@pbx.test>', 'To: <sip:2001@pbx.test>;tag=ours'),
      );
    let heard: string[];

    beforeEach(() => {
      heard = [];
      shy.attach({
        tag: TAG,
        user: '4711',
        knows: ({ callId, fromTag, toTag }) => `${callId} ${fromTag} ${toTag}` === `${TAG}-call a ours`,
        receive: (text) => heard.push(text.slice(0, text.indexOf(' '))) > 0,
      });
    });

    it('hears whoever knows its Call-ID and its tags, and no others', async () => {
      for (const [from, to] of [
        ['Call-ID: ourtag01-call', 'Call-ID: ourtag01-made-up'],
        [';tag=ours', ';tag=theirs'],
        [';tag=a', ';tag=b'],
        [';tag=ours', ''],
      ] as const)
        peer.send(
          inCall('BYE', (text) => text.replace(from, to)),
          shy.address.port,
        );
      peer.send(inCall('OPTIONS'), shy.address.port);
      peer.send(
        inCall('BYE', (text) => text.replace(';tag=ours', '; TAG = ours')),
        shy.address.port,
      );
      await refused(4);
      expect(heard).toEqual(['OPTIONS', 'BYE']);
      expect(shy.admission.refused.strangers).toBe(4);
    });

    it('hears them as often as a call needs, and no more', async () => {
      for (let n = 1; n <= 60; n++) peer.send(inCall('INFO'), shy.address.port);
      while (heard.length + shy.admission.refused.tooMany < 60)
        await new Promise((resolve) => setTimeout(resolve, 2));
      expect(heard).toHaveLength(50);
    });
  });

  it('lets nobody else connect, who would take the place of its servers', async () => {
    const stranger = connect(shy.address.port, '127.0.0.1');
    stranger.on('error', () => {});
    await once(stranger, 'close');
    expect(shy.admission.refused.strangers).toBe(1);
  });
});
