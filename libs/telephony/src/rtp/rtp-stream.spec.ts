import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { silentLog } from '../log.js';
import { LocalMedia } from '../media/local-media.js';
import type { MediaAgreement } from '../media/media-agreement.js';
import type { CodecName } from './audio-codec.js';
import { codecOf } from './stream-formats.js';
import { RtpPorts } from './rtp-ports.js';
import { serialiseRtcp } from '../rtcp/rtcp-packet.js';
import { parseRtp, serialiseRtp } from './rtp-packet.js';
import { RtpStream } from './rtp-stream.js';

const HOST = '127.0.0.1';
let media: LocalMedia;

beforeEach(() => {
  media = new LocalMedia(HOST, { min: 0, max: 0 }, silentLog);
});
afterEach(() => media.close());

function agreement(
  port: number,
  change: Partial<MediaAgreement> = {},
  codec: CodecName = 'PCMU',
): MediaAgreement {
  const { payloadType } = codecOf(codec);
  return {
    remote: { rtp: { address: HOST, port }, rtcp: { address: HOST, port: port + 1 } },
    sends: true,
    rtcpMux: false,
    codec,
    payloadType,
    eventPayloadType: 101,
    ptimeMs: 20,
    receives: [
      { payloadType, format: codec },
      { payloadType: 101, format: 'telephone-event' },
    ],
    crypto: undefined,
    ...change,
  };
}

/** Two streams that agreed with each other. */
async function connected(
  change: (side: 'a' | 'b') => Partial<MediaAgreement> = () => ({}),
  codec: CodecName = 'PCMU',
): Promise<[RtpStream, RtpStream]> {
  const a = (await media.open()).rtp;
  const b = (await media.open()).rtp;
  a.agree(agreement(b.port, change('a'), codec));
  b.agree(agreement(a.port, change('b'), codec));
  return [a, b];
}

/** Plays a level from one side. @returns the level that the other side hears, once it is not silence */
function heard(from: RtpStream, to: RtpStream, level = 8316): Promise<number> {
  from.play((frame) => frame.fill(level) !== undefined);
  return new Promise((resolve) => {
    const stop = to.listen((frame) => {
      const sample = frame[80] ?? 0;
      if (Math.abs(sample) < 1000) return;
      stop();
      resolve(sample);
    });
  });
}

const KEYS = { a: new Uint8Array(30).fill(1), b: new Uint8Array(30).fill(2) };
const secure = (side: 'a' | 'b') => ({
  crypto: {
    suite: 'AES_CM_128_HMAC_SHA1_80' as const,
    sendKey: KEYS[side],
    receiveKey: KEYS[side === 'a' ? 'b' : 'a'],
  },
});

describe('a stream', () => {
  it.each(['PCMU', 'PCMA', 'G722'] as const)('carries audio in %s', async (codec) => {
    const [a, b] = await connected(undefined, codec);
    // G.722 takes a constant for a very low tone: what matters is that it is loud.
    expect(await heard(a, b)).toBeGreaterThan(1000);
  });

  it.each([10, 30, 60])('sends packets of %d ms where the peer likes them so', async (ptimeMs) => {
    const [a, b] = await connected(() => ({ ptimeMs }));
    expect(await heard(a, b)).toBeGreaterThan(8000);
  });

  it('carries keys', async () => {
    const [a, b] = await connected();
    const key = new Promise<string>((resolve) => b.onKey(resolve));
    a.press('#');
    expect(await key).toBe('#');
  });

  it('carries encrypted audio, and goes on when the agreement is renewed with the same keys', async () => {
    const [a, b] = await connected(secure);
    expect(await heard(a, b)).toBeGreaterThan(8000);
    b.agree(agreement(a.port, secure('b')));
    a.agree(agreement(b.port, secure('a')));
    expect(await heard(a, b, -8316)).toBeLessThan(-8000);
    expect(b.close()).toMatchObject({ encrypted: true, packetsLost: 0 });
  });

  it('hears nothing that was encrypted with another key', async () => {
    const [a, b] = await connected((side) => (side === 'a' ? secure('a') : secure('a')));
    a.play((frame) => frame.fill(8316) !== undefined);
    const sentBy = (stream: RtpStream) => stream.close()?.packetsSent ?? 0;
    const probe = (await media.open()).rtp;
    probe.agree(agreement(b.port, secure('b')));
    // What the right key encrypted is heard, although the other came before it.
    expect(await heard(probe, b, -8316)).toBeLessThan(-8000);
    expect(sentBy(a)).toBeGreaterThan(0);
  });

  it('plays nothing while the peer holds the call, and goes on afterwards', async () => {
    const [a, b] = await connected((side) => (side === 'a' ? { sends: false } : {}));
    let played = 0;
    a.play((frame) => {
      played += 1;
      return frame.fill(8316) !== undefined;
    });
    const level = new Promise<number>((resolve) => b.listen((frame) => resolve(frame[80] ?? 0)));
    // Audio of another call, while which time passes.
    await heard(...(await connected()));
    expect(played).toBe(0);
    a.agree(agreement(b.port));
    await level;
    expect(played).toBeGreaterThan(0);
  });

  it('tells how it fared, from the reports of both sides', async () => {
    const [a, b] = await connected();
    await heard(a, b);
    await heard(b, a);
    const figures = a.close();
    expect(figures).toMatchObject({ codec: 'PCMU', encrypted: false, packetsLost: 0 });
    expect(figures?.packetsReceived).toBeGreaterThan(0);
    expect(figures?.packetsSent).toBeGreaterThan(0);
    expect(a.close()).toBeUndefined();
  });

  it('tells of nothing that it could not measure', async () => {
    const { rtp } = await media.open();
    rtp.agree(agreement(9));
    expect(rtp.close()).toMatchObject({
      packetsReceived: 0,
      packetsLost: null,
      jitterMs: null,
      remotePacketsLost: null,
      remoteJitterMs: null,
      roundTripMs: null,
    });
  });

  it('says BYE on the port after its own, with a report of what it received', async () => {
    const socket = createSocket('udp4');
    // The port before it gets the audio; nobody has to listen there.
    socket.bind(0, HOST);
    await once(socket, 'listening');
    const { port } = socket.address();
    const { rtp } = await media.open();
    rtp.agree(
      agreement(port - 1, { remote: { rtp: { address: HOST, port: 9 }, rtcp: { address: HOST, port } } }),
    );
    const report = once(socket, 'message') as Promise<[Buffer, { port: number }]>;
    rtp.close();
    const [datagram, from] = await report;
    expect(from.port).toBe(rtp.port + 1);
    expect([datagram.readUInt8(1), datagram.at(-7)]).toEqual([201, 203]);
    socket.close();
  });

  it('opens the path with three packets of silence, where the peer announced', async () => {
    const socket = createSocket('udp4');
    socket.bind(0, HOST);
    await once(socket, 'listening');
    const { rtp } = await media.open();
    const packets: number[] = [];
    const third = new Promise<void>((resolve) => {
      socket.on('message', (datagram) => {
        const packet = parseRtp(datagram);
        if (packet !== undefined) packets.push(packet.payload.filter((byte) => byte !== 0xff).length);
        if (packets.length === 3) resolve();
      });
    });
    rtp.agree(agreement(socket.address().port));
    await third;
    expect(packets).toEqual([0, 0, 0]);
    socket.close();
  });
});

describe('what comes from port 0, to which nothing can be sent', () => {
  const from = { address: HOST, family: 'IPv4' as const, port: 0, size: 0 };
  const packet = {
    marker: false,
    payloadType: 0,
    sequence: 1,
    timestamp: 0,
    ssrc: 1,
    payload: new Uint8Array(160),
  };

  it.each([
    ['audio', 'rtp', serialiseRtp(packet)],
    ['a report', 'rtcp', serialiseRtcp({ ssrc: 1, cname: 'x' })],
  ] as const)('is no %s of the peer', async (_what, socket, datagram) => {
    const sockets = await new RtpPorts(HOST, { min: 0, max: 0 }).open();
    const stream = new RtpStream(sockets);
    stream.agree(agreement(4000, { rtcpMux: socket === 'rtp' }));
    sockets[socket].emit('message', datagram, from);
    expect(stream.close()).toMatchObject({ packetsReceived: 0 });
  });
});
