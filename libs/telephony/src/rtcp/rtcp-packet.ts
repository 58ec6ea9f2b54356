import type { ReceptionReport } from '../rtp/reception.js';

const SR = 200;
const RR = 201;
const SDES = 202;
const BYE = 203;
const CNAME = 1;
const REPORT_BLOCK_BYTES = 24;

/** What we have sent so far, for a sender report (RFC 3550 §6.4.1). */
export interface SenderInfo {
  /** The instant of the report: NTP seconds and fraction, and the same in the RTP clock. */
  readonly ntp: NtpTime;
  readonly rtpTimestamp: number;
  readonly packets: number;
  readonly octets: number;
}

/** Seconds since 1900 and 2⁻³² s, 32 bit each. */
export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

/** One of our reports about the peer's stream, and which of its sender reports came last. */
export interface ReportBlock extends ReceptionReport {
  /** The middle 32 bits of its NTP time; 0 for none. */
  readonly lastSenderReport: number;
  /** Since it came, 2⁻¹⁶ s. */
  readonly delay: number;
}

/** A compound packet to be sent. */
export interface RtcpReport {
  readonly ssrc: number;
  /** Only from who has sent audio since the report before the last. */
  readonly sender?: SenderInfo;
  readonly block?: ReportBlock;
  readonly cname: string;
  readonly bye?: boolean;
}

/** Writes a sender or receiver report, the source description and, at the end of a stream, a BYE (RFC 3550 §6.1). */
export function serialiseRtcp({ ssrc, sender, block, cname, bye = false }: RtcpReport): Buffer {
  const parts = [report(ssrc, sender, block), description(ssrc, cname)];
  if (bye) parts.push(packet(BYE, 1, word(ssrc)));
  return Buffer.concat(parts);
}

/** What the peer's compound packet says. */
export interface ReceivedRtcp {
  /** The sender report's SSRC and the middle 32 bits of its NTP time. */
  readonly senderReport?: { readonly ssrc: number; readonly time: number };
  /** What it says about our stream. */
  readonly block?: ReportBlock;
  readonly bye: boolean;
}

/**
 * Reads a compound packet. Packets that are not known are skipped, and what follows a broken one too.
 * @param ours the SSRC of our stream
 * @returns `undefined` for what is no RTCP (RFC 3550 appendix A.2)
 */
export function parseRtcp(datagram: Buffer, ours: number): ReceivedRtcp | undefined {
  if (!isRtcp(datagram)) return undefined;
  let received: ReceivedRtcp = { bye: false };
  for (let at = 0; at + 8 <= datagram.length;) {
    const first = datagram.readUInt8(at);
    const end = at + 4 + 4 * datagram.readUInt16BE(at + 2);
    if (first >> 6 !== 2 || end > datagram.length) break;
    const type = datagram.readUInt8(at + 1);
    const body = datagram.subarray(at + 4, end);
    if (type === SR || type === RR) received = { ...received, ...readReport(body, type, first & 0x1f, ours) };
    if (type === BYE) received = { ...received, bye: true };
    at = end;
  }
  return received;
}

/** Whether a datagram begins as a compound packet does; tells RTCP from RTP on one port (RFC 5761 §4). */
export function isRtcp(datagram: Buffer): boolean {
  if (datagram.length < 8 || datagram.readUInt8(0) >> 6 !== 2) return false;
  const type = datagram.readUInt8(1);
  return type >= 192 && type <= 223;
}

function readReport(body: Buffer, type: number, count: number, ours: number): Partial<ReceivedRtcp> {
  const senderBytes = type === SR ? 20 : 0;
  if (body.length < 4 + senderBytes) return {};
  // The middle of the NTP time: the lower half of its seconds, the upper half of its fraction.
  const senderReport =
    type === SR ? { senderReport: { ssrc: body.readUInt32BE(0), time: body.readUInt32BE(6) } } : {};
  for (let i = 0, at = 4 + senderBytes; i < count && at + REPORT_BLOCK_BYTES <= body.length; i++) {
    if (body.readUInt32BE(at) === ours) return { ...senderReport, block: readBlock(body, at) };
    at += REPORT_BLOCK_BYTES;
  }
  return senderReport;
}

function readBlock(body: Buffer, at: number): ReportBlock {
  return {
    ssrc: body.readUInt32BE(at),
    fractionLost: body.readUInt8(at + 4),
    cumulativeLost: body.readIntBE(at + 5, 3),
    highestSequence: body.readUInt32BE(at + 8),
    jitter: body.readUInt32BE(at + 12),
    lastSenderReport: body.readUInt32BE(at + 16),
    delay: body.readUInt32BE(at + 20),
  };
}

function report(ssrc: number, sender: SenderInfo | undefined, block: ReportBlock | undefined): Buffer {
  const parts = [word(ssrc)];
  if (sender !== undefined) {
    const { ntp, rtpTimestamp, packets, octets } = sender;
    parts.push(...[ntp.seconds, ntp.fraction, rtpTimestamp, packets, octets].map(word));
  }
  if (block !== undefined) {
    const lost = Buffer.alloc(4);
    lost.writeUInt8(Math.floor(block.fractionLost), 0);
    lost.writeIntBE(block.cumulativeLost, 1, 3);
    const { highestSequence, jitter, lastSenderReport, delay } = block;
    parts.push(word(block.ssrc), lost, ...[highestSequence, jitter, lastSenderReport, delay].map(word));
  }
  return packet(sender === undefined ? RR : SR, block === undefined ? 0 : 1, Buffer.concat(parts));
}

/** One chunk with the canonical name, ended by a null and padded to 32 bits (RFC 3550 §6.5). */
function description(ssrc: number, cname: string): Buffer {
  const name = Buffer.from(cname, 'ascii').subarray(0, 255);
  const item = Buffer.concat([Buffer.of(CNAME, name.length), name]);
  return packet(SDES, 1, Buffer.concat([word(ssrc), item, Buffer.alloc(4 - (item.length % 4))]));
}

function packet(type: number, count: number, body: Buffer): Buffer {
  const header = Buffer.of(0x80 | count, type, 0, 0);
  header.writeUInt16BE(body.length / 4, 2);
  return Buffer.concat([header, body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
