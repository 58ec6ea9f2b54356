import type { RtpPacket } from './rtp-packet.js';

/** A jump of the sequence up to this many packets is loss, beyond it is a restart (RFC 3550 appendix A.1). */
const MAX_DROPOUT = 3000;
const MAX_MISORDER = 100;
/** Ticks of the RTP clock in a millisecond. */
const TICKS_PER_MS = 8;

/** What a report block says about a source (RFC 3550 §6.4.1). */
export interface ReceptionReport {
  readonly ssrc: number;
  /** Since the report before, 0–255 for nothing to all. */
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  /** Extended by the number of its cycles, 32 bit. */
  readonly highestSequence: number;
  /** In ticks of the RTP clock. */
  readonly jitter: number;
}

/**
 * What arrives of a stream, counted as RFC 3550 appendix A asks. The first source is taken at once: the address it
 * comes from has been judged already. Another one only with two packets in sequence, so that strays change nothing.
 */
export class Reception {
  private ssrc: number | undefined;
  private base = 0;
  private highest = 0;
  private received = 0;
  private priorExpected = 0;
  private priorReceived = 0;
  private transit: number | undefined;
  private timestamp: number | undefined;
  private jitter = 0;
  private candidate: { readonly ssrc: number; readonly next: number } | undefined;
  private readonly former = { received: 0, lost: 0 };
  private largestJitter: number | undefined;

  /**
   * @param arrivedAt ms of any clock that only goes forward
   * @returns whether the packet belongs to the source that is listened to
   */
  push({ ssrc, sequence, timestamp }: RtpPacket, arrivedAt: number): boolean {
    if (ssrc !== this.ssrc && !this.admit(ssrc, sequence)) return false;
    this.candidate = undefined;
    this.count(ssrc, sequence);
    this.measure(timestamp, arrivedAt * TICKS_PER_MS);
    return true;
  }

  get packetsReceived(): number {
    return this.former.received + this.received;
  }

  /** Duplicates count as received, so that it is not below 0. */
  get packetsLost(): number {
    return this.former.lost + Math.max(0, this.expected - this.received);
  }

  /** The largest that the estimate of the interarrival jitter has been, ms; `undefined` when there were no two packets to compare. */
  get jitterMs(): number | undefined {
    return this.largestJitter === undefined ? undefined : this.largestJitter / TICKS_PER_MS;
  }

  /** For the next report; `undefined` before the first packet. */
  report(): ReceptionReport | undefined {
    if (this.ssrc === undefined) return undefined;
    const { expected, received } = this;
    const expectedSince = expected - this.priorExpected;
    const lostSince = expectedSince - (received - this.priorReceived);
    this.priorExpected = expected;
    this.priorReceived = received;
    return {
      ssrc: this.ssrc,
      fractionLost:
        expectedSince <= 0 || lostSince <= 0 ? 0 : Math.min(255, (lostSince * 256) / expectedSince),
      cumulativeLost: Math.max(-0x80_0000, Math.min(0x7f_ffff, expected - received)),
      highestSequence: this.highest >>> 0,
      jitter: Math.floor(this.jitter),
    };
  }

  private get expected(): number {
    return this.ssrc === undefined ? 0 : this.highest - this.base + 1;
  }

  private admit(ssrc: number, sequence: number): boolean {
    if (this.ssrc === undefined) return true;
    if (this.candidate?.ssrc === ssrc && this.candidate.next === sequence) return true;
    this.candidate = { ssrc, next: (sequence + 1) & 0xffff };
    return false;
  }

  private count(ssrc: number, sequence: number): void {
    const ahead = (sequence - (this.highest & 0xffff)) & 0xffff;
    const restarted = ahead >= MAX_DROPOUT && ahead <= 0x10000 - MAX_MISORDER;
    if (ssrc !== this.ssrc || restarted) this.begin(ssrc, sequence);
    else if (ahead < MAX_DROPOUT) this.highest += ahead;
    this.received += 1;
  }

  private begin(ssrc: number, sequence: number): void {
    this.former.lost = this.packetsLost;
    this.former.received += this.received;
    this.ssrc = ssrc;
    this.base = sequence;
    this.highest = sequence;
    this.received = this.priorExpected = this.priorReceived = 0;
    this.transit = undefined;
    this.timestamp = undefined;
    this.jitter = 0;
  }

  /**
   * Appendix A.8. The packets of a pressed key all have the timestamp of its beginning (RFC 4733 §2.2.1), as has a
   * duplicate: only the first of them was due when its timestamp says.
   */
  private measure(timestamp: number, arrival: number): void {
    if (timestamp === this.timestamp) return;
    this.timestamp = timestamp;
    const transit = (Math.round(arrival) - timestamp) | 0;
    if (this.transit !== undefined) {
      this.jitter += (Math.abs((transit - this.transit) | 0) - this.jitter) / 16;
      this.largestJitter = Math.max(this.largestJitter ?? 0, this.jitter);
    }
    this.transit = transit;
  }
}
