import { randomBytes } from 'node:crypto';
import { performance, type Script } from '@marcador/simulator/audio/script.js';
import type { MediaAgreement } from '@marcador/telephony/media/media-agreement.js';
import type { AudioCodec } from '@marcador/telephony/rtp/audio-codec.js';
import { pcmu } from '@marcador/telephony/rtp/g711.js';
import { g722 } from '@marcador/telephony/rtp/g722.js';
import { serialiseRtp } from '@marcador/telephony/rtp/rtp-packet.js';
import { SrtpSender } from '@marcador/telephony/srtp/srtp.js';

/** How the audio of the bench is carried. */
export const VARIANTS = ['PCMU', 'G.722', 'SRTP'] as const;
export type Variant = (typeof VARIANTS)[number];

export const HOST = '127.0.0.1';
const FRAME_SAMPLES = 160;
const SUITE = 'AES_CM_128_HMAC_SHA1_80';
/** Somebody, then somebody else, then a machine, then nobody. */
const SCRIPT: Script = [400, 'hello-pt', 1500, 'talk-en', 1000, 'voicemail-pt'];

/** Speech of telephones, frame by frame. */
export function speechFrames(count: number): Int16Array[] {
  const playing = performance(SCRIPT, pcmu);
  return Array.from({ length: count }, () => {
    const samples = new Int16Array(FRAME_SAMPLES);
    pcmu.decode(playing.next().value, samples);
    return samples;
  });
}

/** The RTP packets of so many frames of speech. @param key master key and salt of SRTP */
export function packets(variant: Variant, key: Uint8Array, count: number): Buffer[] {
  const codec = codecOf(variant);
  const encoder = codec.encoder();
  const protection = variant === 'SRTP' ? new SrtpSender(SUITE, key) : undefined;
  return speechFrames(count).map((samples, n) => {
    const payload = new Uint8Array(FRAME_SAMPLES);
    encoder.encode(samples, payload);
    const packet = serialiseRtp({
      marker: n === 0,
      payloadType: codec.payloadType,
      sequence: n,
      timestamp: n * FRAME_SAMPLES,
      ssrc: 1,
      payload,
    });
    return protection?.protect(packet) ?? packet;
  });
}

/** What offer and answer would have agreed on with a peer at a port. */
export function agreementWith(port: number, variant: Variant, key: Uint8Array): MediaAgreement {
  const { name, payloadType } = codecOf(variant);
  const sendKey = randomBytes(key.length);
  return {
    remote: { rtp: { address: HOST, port }, rtcp: { address: HOST, port: port + 1 } },
    sends: true,
    rtcpMux: false,
    codec: name,
    payloadType,
    eventPayloadType: undefined,
    ptimeMs: 20,
    receives: [{ payloadType, format: name }],
    crypto: variant === 'SRTP' ? { suite: SUITE, sendKey, receiveKey: key } : undefined,
  };
}

function codecOf(variant: Variant): AudioCodec {
  return variant === 'G.722' ? g722 : pcmu;
}
