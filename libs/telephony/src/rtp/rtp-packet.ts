/** An RTP packet (RFC 3550 §5.1). */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  /** 16 bit, wraps. */
  readonly sequence: number;
  /** 32 bit, wraps; in samples. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

export const RTP_HEADER_BYTES = 12;

/**
 * Reads a packet; its payload is a view of the datagram, without contributing sources, header extension and padding.
 * @returns `undefined` for what is no RTP version 2 packet
 */
export function parseRtp(datagram: Buffer): RtpPacket | undefined {
  const start = rtpPayloadStart(datagram);
  if (start === undefined) return undefined;
  const padded = (datagram.readUInt8(0) & 0x20) !== 0;
  const end = datagram.length - (padded ? datagram.readUInt8(datagram.length - 1) : 0);
  if (end < start) return undefined;
  const second = datagram.readUInt8(1);
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    payload: datagram.subarray(start, end),
  };
}

/**
 * Where the payload of a packet begins: behind contributing sources and header extension.
 * @returns `undefined` for what is no RTP version 2 packet
 */
export function rtpPayloadStart(datagram: Buffer): number | undefined {
  if (datagram.length < RTP_HEADER_BYTES) return undefined;
  const first = datagram.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  let start = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (datagram.length < start + 4) return undefined;
    start += 4 + 4 * datagram.readUInt16BE(start + 2);
  }
  return start > datagram.length ? undefined : start;
}

/** Writes a packet without contributing sources, extension or padding. */
export function serialiseRtp(packet: RtpPacket): Buffer {
  const datagram = Buffer.allocUnsafe(RTP_HEADER_BYTES + packet.payload.length);
  datagram.writeUInt8(0x80, 0);
  datagram.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1);
  datagram.writeUInt16BE(packet.sequence & 0xffff, 2);
  datagram.writeUInt32BE(packet.timestamp >>> 0, 4);
  datagram.writeUInt32BE(packet.ssrc >>> 0, 8);
  datagram.set(packet.payload, RTP_HEADER_BYTES);
  return datagram;
}
