import type { RtpPacket } from './rtp-packet.js';

/**
 * How long a missing packet is waited for, ms of the audio that comes after it: jitter with a standard deviation of 30 ms
 * delays hardly one packet in four hundred by more than this beyond the next.
 */
export const REORDERING_MS = 120;
const REORDERING = REORDERING_MS * 8;
/** How many packets before the first that came may still follow it. */
const EARLIER = 12;
/** However short they are, no more packets are held. */
const MOST_HELD = 32;
/** A jump of the sequence beyond this is another stream, not loss (RFC 3550 appendix A.1). */
const LARGEST_GAP = 1000;

/**
 * Puts packets into order of their sequence numbers. What is in order passes at once, so that nothing is delayed on a
 * good network; after a gap, and at the beginning of a stream, packets wait for one that may still come. How long is told
 * by their timestamps: where this process or the peer's stood still, no packet is given up for it.
 */
export class ReorderBuffer {
  private readonly held = new Map<number, RtpPacket>();
  private expected = 0;
  private newest = 0;
  private ssrc: number | undefined;

  constructor(private readonly emit: (packet: RtpPacket) => void) {}

  push(packet: RtpPacket): void {
    if (packet.ssrc !== this.ssrc) this.restart(packet);
    const ahead = this.ahead(packet.sequence);
    if (ahead >= LARGEST_GAP && ahead < 0x10000 - LARGEST_GAP) this.restart(packet);
    else if (ahead >= 0x8000) return; // late or a duplicate
    this.held.set(packet.sequence, packet);
    if (((packet.timestamp - this.newest) | 0) > 0) this.newest = packet.timestamp;
    this.drain();
    while (this.held.size > 0 && this.hasWaited()) this.skip();
  }

  /** Gives up waiting for what is missing. */
  flush(): void {
    while (this.held.size > 0) this.skip();
  }

  /** Whether packets wait for a missing one. */
  get waiting(): boolean {
    return this.held.size > 0;
  }

  private restart(packet: RtpPacket): void {
    this.flush();
    this.ssrc = packet.ssrc;
    this.expected = (packet.sequence - EARLIER) & 0xffff;
    this.newest = packet.timestamp;
  }

  private hasWaited(): boolean {
    const { timestamp } = this.nearest();
    return ((this.newest - timestamp) | 0) >= REORDERING || this.held.size > MOST_HELD;
  }

  private skip(): void {
    this.expected = this.nearest().sequence;
    this.drain();
  }

  private drain(): void {
    for (;;) {
      const packet = this.held.get(this.expected);
      if (packet === undefined) return;
      this.held.delete(packet.sequence);
      this.expected = (packet.sequence + 1) & 0xffff;
      this.emit(packet);
    }
  }

  private nearest(): RtpPacket {
    return [...this.held.values()].reduce((best, packet) =>
      this.ahead(packet.sequence) < this.ahead(best.sequence) ? packet : best,
    );
  }

  private ahead(sequence: number): number {
    return (sequence - this.expected) & 0xffff;
  }
}
