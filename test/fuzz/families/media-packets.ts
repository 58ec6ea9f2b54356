import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AnalysisResult } from '@marcador/telephony/media/analysis.js';
import type { MediaFigures } from '@marcador/telephony/media/media-figures.js';
import { serialiseRtcp } from '@marcador/telephony/rtcp/rtcp-packet.js';
import { serialiseRtp } from '@marcador/telephony/rtp/rtp-packet.js';
import { SrtcpSender } from '@marcador/telephony/srtp/srtcp.js';
import { SrtpSender } from '@marcador/telephony/srtp/srtp.js';
import { pcmuAnswer } from '../../peers/support/wire-peer.js';
import type { Family } from '../family.js';
import type { FuzzPeer } from '../fuzz-peer.js';
import { below, pick, type Random } from '../random.js';
import type { MediaAudio } from '../world.js';

const BATCH = 50;
const SUITE = 'AES_CM_128_HMAC_SHA1_80';
const KEY = Buffer.alloc(30, 7);
const CRYPTO = `a=crypto:1 ${SUITE} inline:${KEY.toString('base64')}`;
/** Listens, and tells how much of it there was. */
const ANALYSER = new URL('../../support/unruly-analyser.mjs', import.meta.url).href;
const listeningFor = (limitMs: number) => ({ module: ANALYSER, input: { does: 'nothing' }, limitMs });
const PATIENCE_MS = 20_000;
/** A source of its own: what is wrong with the others is not its. */
const RIGHT_SOURCE = 2;
const PAYLOADS = [0, 8, 9, 13, 101, 72, 127];

/** RTP, RTCP and SRTP with anything wrong with them, to the media ports of a call. */
export function mediaPackets(audio: MediaAudio): Family {
  let socket!: Socket;
  let stream!: PeerStream;
  return {
    name: audio === 'in-thread' ? 'media packets' : 'media packets to a worker',
    audio,
    async begin() {
      socket = await bound();
    },
    prepare({ peer, random }) {
      const isSecure = random() < 0.5;
      peer.answer = pcmuAnswer(
        4000,
        ...(isSecure ? [CRYPTO] : []),
        ...(random() < 0.5 ? ['a=rtcp-mux'] : []),
      );
      peer.change = (draft) => [draft];
      stream = new PeerStream(isSecure, random);
    },
    answered(_target, call) {
      void call.analyse(listeningFor(3_600_000));
    },
    async round({ peer, random, count }) {
      const port = mediaPort(peer);
      for (let i = 0; i < BATCH; i++)
        socket.send(stream.next(), random() < 0.7 ? port : port + 1, '127.0.0.1');
      count(BATCH);
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    },
    async served({ peer, report }, call) {
      const port = mediaPort(peer);
      const talking = setInterval(() => socket.send(stream.right(), port, '127.0.0.1'), 5);
      const end = Date.now() + PATIENCE_MS;
      let last: AnalysisResult;
      do last = await call.analyse(listeningFor(60));
      while (isSilent(last) && Date.now() < end);
      clearInterval(talking);
      if (last.kind !== 'verdict' || isSilent(last))
        report(`The call is not served: ${JSON.stringify(last)}`);
    },
    async ended({ report }, call) {
      const figures = await call.media;
      for (const problem of problemsOf(figures)) report(`${problem} in ${JSON.stringify(figures)}`);
    },
    async finish() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

/** Where this thread was held up for so long, nothing of what it sends has come either. */
function isSilent(result: AnalysisResult): boolean {
  if (result.kind === 'verdict') return (result.verdict as { readonly frames: number }).frames === 0;
  return result.kind === 'no-audio';
}

function mediaPort({ call }: FuzzPeer): number {
  return Number(/^m=audio (\d+)/m.exec(call.offer)?.[1]);
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

/** What the peer sends in one call. */
class PeerStream {
  private sequence: number;
  private rightSequence = 1000;
  private readonly rightRtp: SrtpSender | undefined;
  private readonly rtp: SrtpSender | undefined;
  private readonly rtcp: SrtcpSender | undefined;

  constructor(
    isSecure: boolean,
    private readonly random: Random,
  ) {
    this.sequence = below(0x10000, random);
    this.rightRtp = isSecure ? new SrtpSender(SUITE, KEY) : undefined;
    this.rtp = isSecure ? new SrtpSender(SUITE, KEY) : undefined;
    this.rtcp = isSecure ? new SrtcpSender(KEY) : undefined;
  }

  /** A packet with nothing wrong with it. */
  right(): Buffer {
    const sequence = this.rightSequence++;
    const packet = serialiseRtp({
      marker: false,
      payloadType: 0,
      sequence,
      timestamp: sequence * 160,
      ssrc: RIGHT_SOURCE,
      payload: new Uint8Array(160),
    });
    return this.rightRtp?.protect(packet) ?? packet;
  }

  next(): Buffer {
    const { random } = this;
    if (random() < 0.1) return noise(below(300, random), random);
    const isReport = random() < 0.3;
    const plain = isReport ? this.report() : this.audio(pick(PAYLOADS, random), below(400, random));
    const wrong = random() < 0.5 ? damaged(plain, random) : plain;
    const isLong = wrong.length >= 12;
    const sealed = isLong ? (isReport ? this.rtcp?.protect(wrong) : this.rtp?.protect(wrong)) : undefined;
    const bytes = sealed ?? wrong;
    return random() < 0.3 ? damaged(bytes, random) : bytes;
  }

  private audio(payloadType: number, length: number): Buffer {
    const { random } = this;
    this.sequence = (this.sequence + 1) & 0xffff;
    return serialiseRtp({
      marker: random() < 0.1,
      payloadType,
      sequence: random() < 0.1 ? below(0x10000, random) : this.sequence,
      timestamp: random() < 0.1 ? below(2 ** 32, random) : this.sequence * 160,
      ssrc: random() < 0.1 ? below(2 ** 32, random) : 1,
      payload: noise(length, random),
    });
  }

  private report(): Buffer {
    const { random } = this;
    const word = () => below(2 ** 32, random);
    return serialiseRtcp({
      ssrc: word(),
      cname: 'x'.repeat(below(300, random)),
      bye: random() < 0.2,
      sender: {
        ntp: { seconds: word(), fraction: word() },
        rtpTimestamp: word(),
        packets: word(),
        octets: word(),
      },
      block: {
        ssrc: word(),
        fractionLost: below(256, random),
        cumulativeLost: below(2 ** 24, random) - 2 ** 23,
        highestSequence: word(),
        jitter: word(),
        lastSenderReport: word(),
        delay: word(),
      },
    });
  }
}

/** Lengths that lie, bits that flipped, an end that is missing. */
function damaged(packet: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(packet);
  const put = (at: number, value: number) => void (at < bytes.length && bytes.writeUInt8(value & 0xff, at));
  switch (below(6, random)) {
    case 0: // CSRC or report count, extension and padding bits.
      put(0, 0x80 | below(0x40, random));
      return bytes;
    case 1:
      put(0, 0xb0);
      put(bytes.length - 1, pick([0, 1, 255, bytes.length, bytes.length - 12], random));
      return bytes;
    case 2: // The length of a header extension, or of an RTCP packet.
      put(0, 0x90);
      put(2 + 12 * below(2, random), below(256, random));
      put(3 + 12 * below(2, random), below(256, random));
      return bytes;
    case 3:
      put(1, below(256, random));
      return bytes;
    case 4:
      return bytes.subarray(0, below(bytes.length + 1, random));
    default:
      for (let left = 1 + below(8, random); left > 0; left--)
        put(below(bytes.length, random), below(256, random));
      return bytes;
  }
}

function noise(length: number, random: Random): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 4) bytes.writeUInt8(below(256, random), at);
  return bytes;
}

/** What no call can have. */
function problemsOf(figures: MediaFigures | undefined): string[] {
  if (figures === undefined) return ['no figures'];
  const numbers = Object.entries(figures).filter(([, value]) => typeof value === 'number');
  const odd = numbers.filter(([, value]) => !(Number.isFinite(value) && Number(value) >= 0));
  return odd.map(([name]) => `${name} is no figure`);
}
