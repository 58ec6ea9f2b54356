import type { RtpPacket } from './rtp-packet.js';

/** Packets held while one before them is missing: the network swaps neighbours, it rarely does worse. */
const DEPTH = 3;
/** A jump of the sequence beyond this is another stream, not loss (RFC 3550 appendix A.1). */
const LARGEST_GAP = 1000;

/**
 * Puts packets into order of their sequence numbers. What is in order passes at once, so that nothing is delayed on a
 * good network; after a gap up to three packets wait for the missing one.
 */
export class ReorderBuffer {
  private readonly held = new Map<number, RtpPacket>();
  private expected: number | undefined;
  private ssrc: number | undefined;

  constructor(private readonly emit: (packet: RtpPacket) => void) {}

  push(packet: RtpPacket): void {
    if (packet.ssrc !== this.ssrc) this.restart(packet);
    const ahead = (packet.sequence - (this.expected ?? packet.sequence)) & 0xffff;
    if (ahead >= LARGEST_GAP && ahead < 0x10000 - LARGEST_GAP) this.restart(packet);
    else if (ahead >= 0x8000) return; // late or a duplicate
    this.held.set(packet.sequence, packet);
    this.drain();
    if (this.held.size >= DEPTH) this.flush();
  }

  /** Gives up waiting for what is missing. */
  flush(): void {
    while (this.held.size > 0) {
      this.expected = this.nearest();
      this.drain();
    }
  }

  /** Whether packets wait for a missing one. */
  get waiting(): boolean {
    return this.held.size > 0;
  }

  private restart(packet: RtpPacket): void {
    this.flush();
    this.ssrc = packet.ssrc;
    this.expected = packet.sequence;
  }

  private drain(): void {
    for (;;) {
      const packet = this.expected === undefined ? undefined : this.held.get(this.expected);
      if (packet === undefined) return;
      this.held.delete(packet.sequence);
      this.expected = (packet.sequence + 1) & 0xffff;
      this.emit(packet);
    }
  }

  private nearest(): number {
    const from = this.expected ?? 0;
    const distance = (sequence: number) => (sequence - from) & 0xffff;
    return [...this.held.keys()].reduce((best, sequence) =>
      distance(sequence) < distance(best) ? sequence : best,
    );
  }
}
