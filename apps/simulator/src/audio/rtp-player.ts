import { createSocket, type Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { FRAME_SAMPLES } from '@marcador/telephony/rtp/audio-codec.js';
import type { G711Codec } from '@marcador/telephony/rtp/g711.js';
import { mediaClock } from '@marcador/telephony/rtp/media-clock.js';
import { parseRtp, serialiseRtp, type RtpPacket } from '@marcador/telephony/rtp/rtp-packet.js';
import { transitOf, type Impairment } from './impairment.js';
import { framesIn, performance, type Script } from './script.js';

/** Where the audio of a call goes. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly codec: G711Codec;
}

/** Takes what a caller sends. `speaking`: while the script is not over. */
export type Ear = (packet: RtpPacket, speaking: boolean) => void;

interface Playback {
  readonly to: Listener;
  readonly ear: Ear;
  /** Payloads of the script that are not sent yet. */
  left: number;
  readonly frames: Generator<Uint8Array, never>;
  readonly ssrc: number;
  sequence: number;
  timestamp: number;
  first: boolean;
}

const GOOD_NETWORK: Impairment = { lossShare: 0, jitterMs: 0 };

/**
 * Plays scripts to many calls at real time, all from one UDP socket, and hears the callers there: by the ports that they
 * receive on, and send from, their audio is told apart.
 */
export class RtpPlayer {
  private readonly playbacks = new Map<string, Playback>();
  private silence: (() => void) | undefined;
  private closed = false;

  private constructor(
    private readonly socket: Socket,
    /** Where audio comes from, and may be sent to. */
    readonly local: { readonly address: string; readonly port: number },
    private readonly network: Impairment,
    private readonly chance: () => number,
  ) {
    // An ended call's port is closed: that is no fault of ours.
    socket.on('error', () => {});
    socket.on('message', (datagram, from) => this.receive(datagram, from));
  }

  /** @param network what becomes of the audio on its way to the callers */
  static open(address: string, network = GOOD_NETWORK, chance = Math.random): Promise<RtpPlayer> {
    // Addresses are literal; Node would otherwise go through its resolver for each packet.
    const lookup = (
      host: string,
      _options: unknown,
      found: (error: null, address: string, family: number) => void,
    ) => found(null, host, 4);
    const socket = createSocket({ type: 'udp4', lookup });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, address, () => {
        socket.off('error', reject);
        resolve(new RtpPlayer(socket, { address, port: socket.address().port }, network, chance));
      });
    });
  }

  /** @returns stops the audio, in both directions */
  play(to: Listener, script: Script, ear: Ear): () => void {
    const playback: Playback = {
      to,
      ear,
      left: framesIn(script, to.codec),
      frames: performance(script, to.codec),
      ssrc: randomInt(2 ** 32),
      sequence: randomInt(2 ** 16),
      timestamp: randomInt(2 ** 32),
      first: true,
    };
    const key = keyOf(to);
    this.playbacks.set(key, playback);
    this.silence ??= mediaClock.onBeat((frames) => this.beat(frames));
    return () => {
      if (this.playbacks.get(key) === playback) this.playbacks.delete(key);
      if (this.playbacks.size === 0) this.rest();
    };
  }

  close(): Promise<void> {
    this.closed = true;
    this.playbacks.clear();
    this.rest();
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private rest(): void {
    this.silence?.();
    this.silence = undefined;
  }

  private receive(datagram: Buffer, from: { readonly address: string; readonly port: number }): void {
    const playback = this.playbacks.get(keyOf(from));
    const packet = playback && parseRtp(datagram);
    if (packet !== undefined) playback?.ear(packet, playback.left > 0);
  }

  private beat(frames: number): void {
    for (const playback of this.playbacks.values()) for (let i = 0; i < frames; i++) this.sendFrame(playback);
  }

  private sendFrame(playback: Playback): void {
    const { to, ssrc, sequence, timestamp, first } = playback;
    const payload = playback.frames.next().value;
    const { payloadType } = to.codec;
    this.carry(serialiseRtp({ marker: first, payloadType, sequence, timestamp, ssrc, payload }), to);
    playback.first = false;
    playback.left -= 1;
    playback.sequence = (sequence + 1) % 2 ** 16;
    playback.timestamp = (timestamp + FRAME_SAMPLES) % 2 ** 32;
  }

  private carry(datagram: Buffer, { port, address }: Listener): void {
    const transitMs = transitOf(this.network, this.chance);
    const arrive = () => {
      if (!this.closed) this.socket.send(datagram, port, address);
    };
    if (transitMs === 0) arrive();
    else if (transitMs !== undefined) setTimeout(arrive, transitMs);
  }
}

function keyOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address}:${port}`;
}
