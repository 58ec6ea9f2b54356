import { randomBytes } from 'node:crypto';
import type { Reception } from '../rtp/reception.js';
import { rtcpInterval } from './rtcp-interval.js';
import { parseRtcp, serialiseRtcp, type NtpTime, type ReportBlock } from './rtcp-packet.js';

/** What the session reports of our own stream. */
export interface SentStream {
  readonly ssrc: number;
  readonly packets: number;
  readonly octets: number;
  /** The RTP clock now. */
  readonly timestamp: number;
}

/** What the peer reported about our stream. */
export interface PeerReport {
  readonly packetsLost: number;
  readonly jitterMs: number;
}

const UDP_AND_IP_BYTES = 28;
const TICKS_PER_MS = 8;
/** From 1900, where NTP begins, to 1970. */
const NTP_OFFSET_SECONDS = 2_208_988_800;

/** Only goes forward, and in fractions of a ms: a way there and back in a LAN is shorter than one. */
const wallClock = () => performance.timeOrigin + performance.now();

/** Sender and receiver reports of one call (RFC 3550 §6): sends ours at their intervals, reads the peer's. */
export class RtcpSession {
  /** What the peer said last about our stream. */
  peerReport: PeerReport | undefined;
  /** The last that was measured. */
  roundTripMs: number | undefined;
  /** Says nothing of the host and does not follow the caller from call to call (RFC 7022 §4.2). */
  private readonly cname = randomBytes(12).toString('base64');
  private averageBytes = 128;
  private timer: NodeJS.Timeout | undefined;
  /** Packets sent at the last two reports. */
  private sentBefore: readonly [number, number] = [0, 0];
  private lastReport: { readonly time: number; readonly at: number } | undefined;

  /**
   * @param send takes a compound packet
   * @param now ms since 1970
   */
  constructor(
    private readonly sent: () => SentStream,
    private readonly reception: Reception,
    private readonly send: (packet: Buffer) => void,
    private readonly now = wallClock,
  ) {}

  /** Begins to report. Does nothing when it has begun. */
  start(): void {
    if (this.timer === undefined) this.schedule(true);
  }

  /** Says BYE, if it has begun. */
  stop(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.report(true);
  }

  /** A datagram of the peer. @returns whether it was RTCP */
  receive(datagram: Buffer): boolean {
    const received = parseRtcp(datagram, this.sent().ssrc);
    if (received === undefined) return false;
    this.average(datagram.length);
    const now = this.now();
    if (received.senderReport !== undefined) this.lastReport = { time: received.senderReport.time, at: now };
    if (received.block !== undefined) this.readBlock(received.block, now);
    return true;
  }

  private readBlock(block: ReportBlock, now: number): void {
    const { cumulativeLost, jitter, lastSenderReport, delay } = block;
    this.peerReport = { packetsLost: Math.max(0, cumulativeLost), jitterMs: jitter / TICKS_PER_MS };
    if (lastSenderReport === 0) return;
    // A − LSR − DLSR, modulo 2³² (RFC 3550 §6.4.1). A peer that counts its delay in ms can make it negative.
    const roundTrip = (middleOf(ntpTime(now)) - lastSenderReport - delay) | 0;
    this.roundTripMs = (Math.max(0, roundTrip) * 1000) / 0x10000;
  }

  private schedule(initial: boolean): void {
    const delay = rtcpInterval(this.averageBytes, initial, Math.random());
    this.timer = setTimeout(() => {
      this.report(false);
      this.schedule(false);
    }, delay);
    this.timer.unref();
  }

  private report(bye: boolean): void {
    const now = this.now();
    const { ssrc, packets, octets, timestamp } = this.sent();
    const isSender = packets > this.sentBefore[0];
    this.sentBefore = [this.sentBefore[1], packets];
    const packet = serialiseRtcp({
      ssrc,
      cname: this.cname,
      bye,
      ...(isSender && { sender: { ntp: ntpTime(now), rtpTimestamp: timestamp, packets, octets } }),
      ...this.block(now),
    });
    this.average(packet.length);
    this.send(packet);
  }

  private block(now: number): { block?: ReportBlock } {
    const report = this.reception.report();
    if (report === undefined) return {};
    const { lastReport } = this;
    const delay = lastReport === undefined ? 0 : Math.round(((now - lastReport.at) * 0x10000) / 1000);
    return { block: { ...report, lastSenderReport: lastReport?.time ?? 0, delay } };
  }

  private average(bytes: number): void {
    this.averageBytes += (bytes + UDP_AND_IP_BYTES - this.averageBytes) / 16;
  }
}

function ntpTime(ms: number): NtpTime {
  const seconds = Math.floor(ms / 1000);
  return {
    seconds: (seconds + NTP_OFFSET_SECONDS) % 2 ** 32,
    fraction: Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32),
  };
}

/** The lower half of the seconds, the upper half of the fraction. */
function middleOf({ seconds, fraction }: NtpTime): number {
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
}
