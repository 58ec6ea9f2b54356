import { SrtcpReceiver, SrtcpSender } from '../srtp/srtcp.js';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp.js';
import type { SrtpAgreement } from '../srtp/srtp-suite.js';

/** What is done to packets on their way out and in. */
export interface Protection {
  /** Whether only the peer can have made what is received. */
  readonly authenticates: boolean;
  sendRtp(packet: Buffer): Buffer;
  sendRtcp(packet: Buffer): Buffer;
  /** @returns `undefined` for what is not the peer's */
  receiveRtp(datagram: Buffer): Buffer | undefined;
  receiveRtcp(datagram: Buffer): Buffer | undefined;
}

const same = (packet: Buffer) => packet;

/** RTP as it is. */
export const plainProtection: Protection = {
  authenticates: false,
  sendRtp: same,
  sendRtcp: same,
  receiveRtp: same,
  receiveRtcp: same,
};

/** SRTP as agreed, or none. A direction whose key stays goes on with its counters, for those go with the key. */
export function secureProtection(
  agreed: SrtpAgreement | undefined,
  former: SrtpAgreement | undefined,
  current: Protection,
): Protection {
  if (agreed === undefined) return plainProtection;
  const { suite, sendKey, receiveKey } = agreed;
  const sameSuite = suite === former?.suite;
  const kept = (key: Uint8Array, formerKey: Uint8Array | undefined) =>
    sameSuite && formerKey !== undefined && Buffer.from(key).equals(formerKey);
  const sender = kept(sendKey, former?.sendKey) ? current : sending(suite, sendKey);
  const receiver = kept(receiveKey, former?.receiveKey) ? current : receiving(suite, receiveKey);
  return {
    authenticates: true,
    sendRtp: (packet) => sender.sendRtp(packet),
    sendRtcp: (packet) => sender.sendRtcp(packet),
    receiveRtp: (datagram) => receiver.receiveRtp(datagram),
    receiveRtcp: (datagram) => receiver.receiveRtcp(datagram),
  };
}

function sending(suite: SrtpAgreement['suite'], key: Uint8Array): Pick<Protection, 'sendRtp' | 'sendRtcp'> {
  const rtp = new SrtpSender(suite, key);
  const rtcp = new SrtcpSender(key);
  return { sendRtp: (packet) => rtp.protect(packet), sendRtcp: (packet) => rtcp.protect(packet) };
}

function receiving(
  suite: SrtpAgreement['suite'],
  key: Uint8Array,
): Pick<Protection, 'receiveRtp' | 'receiveRtcp'> {
  const rtp = new SrtpReceiver(suite, key);
  const rtcp = new SrtcpReceiver(key);
  return {
    receiveRtp: (datagram) => rtp.unprotect(datagram),
    receiveRtcp: (datagram) => rtcp.unprotect(datagram),
  };
}
