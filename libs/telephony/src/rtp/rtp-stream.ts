import type { Socket } from 'node:dgram';
import type { MediaAgreement } from '../media/media-agreement.js';
import type { MediaFigures } from '../media/media-figures.js';
import { isRtcp } from '../rtcp/rtcp-packet.js';
import { RtcpSession } from '../rtcp/rtcp-session.js';
import { AudioReceiver } from './audio-receiver.js';
import { AudioSender, KEEP_ALIVE_FRAMES, type AudioSource, type SendFormat } from './audio-sender.js';
import { FRAME_MS, mediaClock } from './media-clock.js';
import { MediaSource, type Endpoint } from './media-source.js';
import { Reception } from './reception.js';
import type { RtpSockets } from './rtp-ports.js';
import { parseRtp, type RtpPacket } from './rtp-packet.js';
import { plainProtection, secureProtection, type Protection } from './protection.js';
import { StreamFormats } from './stream-formats.js';
import { TelephoneEventReceiver } from './telephone-event.js';

/** The most frames made up for at once after the process stood still: more would flood the peer's buffer. */
const LONGEST_CATCH_UP = 10;

/**
 * The audio of one call in this thread: plays frames, delivers the peer's, sends and understands keys, reports by RTCP.
 * While nobody listens, what comes is counted and not decoded.
 */
export class RtpStream {
  /** Where it receives; its reports come to the port after it. */
  readonly port: number;
  private agreement: MediaAgreement | undefined;
  private formats: StreamFormats | undefined;
  private protection: Protection = plainProtection;
  private readonly source = new MediaSource();
  private readonly reception = new Reception();
  private readonly sender = new AudioSender((packet) => this.transmit(packet));
  private readonly rtcp: RtcpSession;
  private rtcpSource: Endpoint | undefined;
  private receiver: AudioReceiver | undefined;
  private keySink: ((key: string) => void) | undefined;
  private readonly keys = new TelephoneEventReceiver((key) => this.keySink?.(key));
  private stopBeat: (() => void) | undefined;
  private keepAlive: NodeJS.Timeout | undefined;
  private restingSince = performance.now();
  private closed = false;

  constructor(private readonly sockets: RtpSockets) {
    this.port = sockets.port;
    this.rtcp = new RtcpSession(
      () => this.sent(),
      this.reception,
      (packet) => this.transmitReport(packet),
    );
    onDatagram(sockets.rtp, (datagram, from) => this.receive(datagram, from));
    onDatagram(sockets.rtcp, (datagram, from) => this.receiveReport(datagram, from));
  }

  /** Begins sending and receiving, or goes on with another agreement. */
  agree(agreement: MediaAgreement): void {
    if (this.closed) return;
    this.formats = new StreamFormats(agreement);
    this.protection = secureProtection(agreement.crypto, this.agreement?.crypto, this.protection);
    if (agreement.remote?.rtcp.port !== this.agreement?.remote?.rtcp.port) this.rtcpSource = undefined;
    this.source.announce(agreement.remote?.rtp);
    this.agreement = agreement;
    this.rtcp.start();
    this.adjustBeat();
  }

  /** Plays a source from the next frame on, in place of what plays now. `ended` is called at the source's own end. */
  play(source: AudioSource, ended?: () => void): void {
    this.sender.play(source, ended);
    this.adjustBeat();
  }

  /** Whether the peer wants nothing of us now (RFC 3264 §8.4). */
  get held(): boolean {
    return this.agreement?.sends !== true;
  }

  /** Goes silent. */
  stop(): void {
    this.sender.stop();
  }

  /** Presses keys (RFC 4733), one after the other. Without agreed telephone-events nothing is sent. */
  press(keys: string): void {
    if (this.agreement?.eventPayloadType === undefined) return;
    this.sender.press(keys);
    this.adjustBeat();
  }

  /**
   * Delivers the peer's audio, 20 ms at a time, the array is reused. One listener at a time.
   * @param begins called when the first packet has come; its audio may follow a little later
   * @returns stops listening
   */
  listen(sink: (frame: Int16Array) => void, begins?: () => void): () => void {
    const receiver = new AudioReceiver((payloadType) => this.formats?.decoderOf(payloadType), sink, begins);
    this.receiver = receiver;
    this.adjustBeat();
    return () => {
      if (this.receiver === receiver) this.receiver = undefined;
    };
  }

  /** Delivers at once what waits for missing packets, and silence for the time since the last packet. */
  settle(): void {
    this.receiver?.settle();
  }

  /** Tells the keys the peer presses. One listener at a time. */
  onKey(sink: (key: string) => void): void {
    this.keySink = sink;
  }

  /** Says goodbye and closes. @returns how the audio fared; `undefined` when it never began */
  close(): MediaFigures | undefined {
    if (this.closed) return undefined;
    this.rtcp.stop();
    this.closed = true;
    this.stopBeat?.();
    clearTimeout(this.keepAlive);
    this.receiver = undefined;
    this.sockets.rtp.close();
    this.sockets.rtcp.close();
    return this.figures();
  }

  private figures(): MediaFigures | undefined {
    if (this.agreement === undefined) return undefined;
    const { reception, rtcp } = this;
    return {
      codec: this.agreement.codec,
      encrypted: this.agreement.crypto !== undefined,
      packetsSent: this.sender.packets,
      packetsReceived: reception.packetsReceived,
      packetsLost: reception.packetsReceived === 0 ? null : reception.packetsLost,
      jitterMs: reception.jitterMs ?? null,
      remotePacketsLost: rtcp.peerReport?.packetsLost ?? null,
      remoteJitterMs: rtcp.peerReport?.jitterMs ?? null,
      roundTripMs: rtcp.roundTripMs ?? null,
    };
  }

  /** The beat of 20 ms costs: without anything to do in it a timer of a second keeps the path open. */
  private adjustBeat(): void {
    if (this.closed || this.agreement === undefined) return;
    if (this.receiver !== undefined || (this.sending !== undefined && this.sender.busy)) {
      clearTimeout(this.keepAlive);
      this.keepAlive = undefined;
      if (this.stopBeat !== undefined) return;
      this.catchUp();
      this.stopBeat = mediaClock.onBeat((frames) => this.beat(frames));
    } else if (this.keepAlive === undefined) {
      this.stopBeat?.();
      this.stopBeat = undefined;
      this.restingSince = performance.now();
      this.keepAlive = setInterval(() => this.rest(), KEEP_ALIVE_FRAMES * FRAME_MS);
    }
  }

  private beat(frames: number): void {
    this.receiver?.beat(frames);
    for (let frame = 0; frame < Math.min(frames, LONGEST_CATCH_UP); frame++) {
      if (this.sending !== undefined) this.sender.beat(this.sending);
      else this.sender.advance(1);
    }
    this.adjustBeat();
  }

  private sent(): AudioSender {
    if (this.stopBeat === undefined) this.catchUp();
    return this.sender;
  }

  private rest(): void {
    this.catchUp();
    if (this.sending !== undefined) this.sender.sendSilence(this.sending);
  }

  private catchUp(): void {
    const frames = Math.round((performance.now() - this.restingSince) / FRAME_MS);
    this.sender.advance(frames);
    this.restingSince += frames * FRAME_MS;
  }

  /** `undefined` while the peer wants nothing. */
  private get sending(): SendFormat | undefined {
    return this.held ? undefined : this.formats?.sending;
  }

  private receive(datagram: Buffer, from: Endpoint): void {
    if (this.agreement === undefined) return;
    if (isRtcp(datagram)) {
      this.receiveReport(datagram, from);
      return;
    }
    const clear = this.protection.receiveRtp(datagram);
    const packet = clear === undefined ? undefined : parseRtp(clear);
    if (packet !== undefined && this.formats?.knows(packet.payloadType) === true) this.hear(packet, from);
  }

  private hear(packet: RtpPacket, from: Endpoint): void {
    const now = performance.now();
    const { authenticates } = this.protection;
    if (!this.source.accepts(packet, from, authenticates, now) || !this.reception.push(packet, now)) return;
    if (this.formats?.isEvent(packet.payloadType) === true) this.keys.push(packet);
    this.receiver?.push(packet);
  }

  private receiveReport(datagram: Buffer, from: Endpoint): void {
    if (!this.protection.authenticates && !this.source.knows(from.address)) return;
    const clear = this.protection.receiveRtcp(datagram);
    if (clear !== undefined && this.rtcp.receive(clear)) this.rtcpSource = from;
  }

  private transmit(packet: Buffer): void {
    const { target } = this.source;
    if (target !== undefined && this.sending !== undefined)
      this.send(this.sockets.rtp, this.protection.sendRtp(packet), target);
  }

  private transmitReport(packet: Buffer): void {
    const muxed = this.agreement?.rtcpMux === true;
    const target = muxed ? this.source.target : (this.rtcpSource ?? this.agreement?.remote?.rtcp);
    if (target === undefined) return;
    this.send(muxed ? this.sockets.rtp : this.sockets.rtcp, this.protection.sendRtcp(packet), target);
  }

  private send(socket: Socket, datagram: Buffer, { address, port }: Endpoint): void {
    // A lost packet is a lost packet: no callback reports it.
    if (!this.closed) socket.send(datagram, port, address, () => {});
  }
}

function onDatagram(socket: Socket, receive: (datagram: Buffer, from: Endpoint) => void): void {
  socket.on('message', (datagram, { address, port }) => {
    // Nothing can be sent back to port 0: only who makes packets by hand sends from it.
    if (port !== 0) receive(datagram, { address, port });
  });
  // A media socket has no one to tell; the call goes on without audio.
  socket.on('error', () => {});
}
