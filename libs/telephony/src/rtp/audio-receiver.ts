import { FRAME_SAMPLES, type AudioDecoder } from './audio-codec.js';
import { FrameAssembler } from './frame-assembler.js';
import { FRAME_MS } from './media-clock.js';
import { REORDERING_MS, ReorderBuffer } from './reorder-buffer.js';
import type { RtpPacket } from './rtp-packet.js';

/** Beats without any packet until silence is made up. */
const PATIENCE = REORDERING_MS / FRAME_MS;
/** The longest audio of one packet, samples: 200 ms. */
const LONGEST_PACKET = 1600;
/** Packets in a row that come too late until the time line moves to them. */
const LATE_PACKETS = 10;

/** Decoded audio on its way into frames; nobody keeps it beyond a call. */
const decoded = new Int16Array(LONGEST_PACKET);

/** In place of a decoder: the peer describes the noise of its pause (RFC 3389). */
export const COMFORT_NOISE = Symbol('comfort noise');

/**
 * Makes steady 20 ms frames of the packets of a stream. Audio in order passes at once; lost packets are concealed; where
 * nothing comes, silence goes out as time passes: comfort noise is heard as silence, never as speech.
 * Counts beats, not the wall clock: after a stall of this process the packets that waited in the socket are still heard;
 * where none waited, the silence is made up for a beat later, so that what listens keeps to the time.
 */
export class AudioReceiver {
  private readonly reorder = new ReorderBuffer((packet) => this.decode(packet));
  private readonly assembler: FrameAssembler;
  private quiet = 0;
  private late = 0;
  /** Frames of silence that a stall left behind. */
  private owed = 0;
  private lastSequence: number | undefined;
  private hasBegun = false;

  /**
   * @param decoderOf what a payload type stands for
   * @param sink gets the same array every time
   * @param begins called once, when the first packet that says something about the audio comes
   */
  constructor(
    private readonly decoderOf: (payloadType: number) => AudioDecoder | typeof COMFORT_NOISE | undefined,
    sink: (frame: Int16Array) => void,
    private readonly begins: () => void = () => {},
  ) {
    this.assembler = new FrameAssembler(sink);
  }

  /** Takes each packet of the stream, so that none counts as lost: what is no audio is passed over. */
  push(packet: RtpPacket): void {
    const decoder = this.decoderOf(packet.payloadType);
    if (decoder !== undefined) this.begin();
    if (decoder !== undefined && decoder !== COMFORT_NOISE) this.quiet = 0;
    this.reorder.push(packet);
  }

  /** Gives what there is, without waiting for more: what waits for missing packets, and silence for the time since the last. */
  settle(): void {
    this.reorder.flush();
    this.assembler.silence(Math.min(this.quiet, PATIENCE) * FRAME_SAMPLES);
  }

  /** To be called every 20 ms. @param frames how many are due: more than one after this process stood still */
  beat(frames = 1): void {
    const due = 1 + this.owed;
    this.owed = frames - 1;
    this.quiet += 1;
    if (this.quiet <= PATIENCE) {
      this.owed += due - 1;
    } else if (this.reorder.waiting) {
      this.reorder.flush();
    } else {
      this.assembler.silence(due * FRAME_SAMPLES);
    }
  }

  private begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.begins();
  }

  private decode(packet: RtpPacket): void {
    const decoder = this.decoderOf(packet.payloadType);
    const { length } = packet.payload;
    const lost = this.lostBefore(packet.sequence) * length;
    if (decoder === undefined || length > LONGEST_PACKET) return;
    if (decoder === COMFORT_NOISE) {
      const filled = this.assembler.silenceUntil(packet.timestamp);
      this.owed = Math.max(0, this.owed - Math.ceil(filled / FRAME_SAMPLES));
      return;
    }
    this.owed = 0;
    decoder.decode(packet.payload, decoded);
    const inTime = this.assembler.push(decoded.subarray(0, length), packet.timestamp, lost);
    this.late = inTime ? 0 : this.late + 1;
    // A peer whose clock stood still stays behind the silence that was filled in for ever: follow it.
    if (this.late >= LATE_PACKETS) this.assembler.restart();
  }

  private lostBefore(sequence: number): number {
    const before = this.lastSequence ?? sequence - 1;
    this.lastSequence = sequence;
    return (sequence - before - 1) & 0xffff;
  }
}
