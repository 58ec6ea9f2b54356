import type { RtpPacket } from './rtp-packet.js';

/** An address and UDP port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Packets in sequence from one place until it is believed without having been announced: 100 ms of audio. */
const PROBATION = 5;
/** How long the place that was believed has to be silent until another one is, ms. */
const SILENCE_MS = 3000;

/**
 * Where the peer's audio comes from, which is also where ours goes (symmetric RTP, RFC 4961): behind a NAT the address
 * it announced is of no use. Who may be answered, so that nobody steals the stream:
 *
 * 1. who comes from the address that the peer announced, from whatever port; it takes the stream back from others;
 * 2. who sends packets that only the peer can have made (SRTP);
 * 3. anybody else only while nothing comes from whoever is listened to, and after five packets in sequence.
 *
 * Each new announcement with another address or port begins anew.
 */
export class MediaSource {
  private announced: Endpoint | undefined;
  private current: (Endpoint & { heardAt: number }) | undefined;
  private candidate: (Endpoint & { ssrc: number; next: number; count: number }) | undefined;

  /** The peer's description names another place, or none. */
  announce(endpoint: Endpoint | undefined): void {
    if (endpoint?.address === this.announced?.address && endpoint?.port === this.announced?.port) return;
    this.announced = endpoint;
    this.current = undefined;
    this.candidate = undefined;
  }

  /** Where to send; `undefined` while nobody said. */
  get target(): Endpoint | undefined {
    return this.current ?? this.announced;
  }

  /** Whether it comes from an address that is listened to or was announced; for what says little, such as RTCP. */
  knows(address: string): boolean {
    return address === this.current?.address || address === this.announced?.address;
  }

  /**
   * Whether the packet is to be heard.
   * @param authenticated whether only the peer can have made it
   * @param now ms of any clock that only goes forward
   */
  accepts(packet: RtpPacket, from: Endpoint, authenticated: boolean, now: number): boolean {
    const { current } = this;
    if (current !== undefined && current.port === from.port && current.address === from.address) {
      current.heardAt = now;
      return true;
    }
    if (authenticated || this.outranks(from) || this.onProbation(packet, from, now)) {
      this.current = { address: from.address, port: from.port, heardAt: now };
      this.candidate = undefined;
      return true;
    }
    return false;
  }

  private outranks({ address }: Endpoint): boolean {
    return address === this.announced?.address && address !== this.current?.address;
  }

  private onProbation({ ssrc, sequence }: RtpPacket, from: Endpoint, now: number): boolean {
    if (this.current !== undefined && now - this.current.heardAt < SILENCE_MS) return false;
    const { candidate } = this;
    const goesOn =
      candidate?.address === from.address &&
      candidate.port === from.port &&
      candidate.ssrc === ssrc &&
      candidate.next === sequence;
    const count = goesOn ? candidate.count + 1 : 1;
    const { address, port } = from;
    this.candidate = { address, port, ssrc, next: (sequence + 1) & 0xffff, count };
    return count >= PROBATION;
  }
}
