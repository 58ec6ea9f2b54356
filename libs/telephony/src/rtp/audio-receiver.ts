import { FrameAssembler } from './frame-assembler.js';
import { FRAME_SAMPLES, type G711Codec } from './g711.js';
import { ReorderBuffer } from './reorder-buffer.js';
import type { RtpPacket } from './rtp-packet.js';

/** Beats without a packet until it counts as lost: 60 ms. */
const PATIENCE = 3;
/** The longest audio of one packet, samples: 200 ms. */
const LONGEST_PACKET = 1600;
/** Packets in a row that come too late until the time line moves to them. */
const LATE_PACKETS = 10;

/**
 * Makes steady 20 ms frames of the packets of a stream. Audio in order passes at once; where packets are missing or
 * the peer suppresses silence, silence goes out as time passes. Counts beats, not the wall clock: after a stall of this
 * process the packets that waited in the socket are still heard.
 */
export class AudioReceiver {
  private readonly samples = new Int16Array(LONGEST_PACKET);
  private readonly reorder = new ReorderBuffer((packet) => this.decode(packet));
  private readonly assembler: FrameAssembler;
  private quiet = 0;
  private late = 0;

  /** @param sink gets the same array every time */
  constructor(
    private readonly codecOf: (payloadType: number) => G711Codec | undefined,
    sink: (frame: Int16Array) => void,
  ) {
    this.assembler = new FrameAssembler(sink);
  }

  push(packet: RtpPacket): void {
    if (this.codecOf(packet.payloadType) === undefined) return;
    this.reorder.push(packet);
  }

  /** To be called every 20 ms. */
  beat(): void {
    this.quiet += 1;
    if (this.quiet <= PATIENCE) return;
    if (this.reorder.waiting) {
      this.reorder.flush();
      return;
    }
    this.assembler.silence(FRAME_SAMPLES);
  }

  private decode(packet: RtpPacket): void {
    const codec = this.codecOf(packet.payloadType);
    const { length } = packet.payload;
    if (codec === undefined || length > LONGEST_PACKET) return;
    this.quiet = 0;
    codec.decode(packet.payload, this.samples);
    const inTime = this.assembler.push(this.samples.subarray(0, length), packet.timestamp);
    this.late = inTime ? 0 : this.late + 1;
    // A peer whose clock stood still stays behind the silence that was filled in for ever: follow it.
    if (this.late >= LATE_PACKETS) this.assembler.restart();
  }
}
