import { randomInt } from 'node:crypto';
import type {
  BodyAndContentType,
  SessionDescriptionHandler,
} from 'sip.js/lib/api/session-description-handler.js';
import type { SessionDescriptionHandlerFactory } from 'sip.js/lib/api/session-description-handler-factory.js';
import { RtpSocket, type RtpPortRange } from './rtp-socket.js';
import {
  codecOfPayloadType,
  EVENT_PAYLOAD_TYPE,
  makeAnswer,
  makeOffer,
  readAnswer,
  type SdpAgreement,
} from './sdp.js';

/** Where the media of the calls of a user agent is received. */
export interface MediaOptions {
  readonly address: string;
  readonly rtpPorts: RtpPortRange;
}

const CONTENT_TYPE = 'application/sdp';

/**
 * The media of one call, as sip.js wants it: offer and answer (RFC 3264) on one RTP socket, which opens with the first
 * description. `sipSession.sessionDescriptionHandler` is one of these when made by {@link mediaSessions}.
 */
export class MediaSession implements SessionDescriptionHandler {
  private socket: RtpSocket | undefined;
  private readonly sessionId = randomInt(1, 2 ** 47);
  private version = 0;
  /** An offer of the peer that waits for our answer. */
  private offered: string | undefined;
  private offering = false;
  private closed = false;

  constructor(private readonly options: MediaOptions) {}

  /** The audio; `undefined` before the first description. */
  get rtp(): RtpSocket | undefined {
    return this.socket;
  }

  hasDescription(contentType: string): boolean {
    return contentType.toLowerCase() === CONTENT_TYPE;
  }

  /** Our offer, or the answer to the offer that was set. */
  async getDescription(): Promise<BodyAndContentType> {
    const rtp = await this.open();
    const local = {
      address: rtp.address,
      port: rtp.port,
      sessionId: this.sessionId,
      version: this.version++,
    };
    const { offered } = this;
    if (offered === undefined) {
      this.offering = true;
      return { body: makeOffer(local), contentType: CONTENT_TYPE };
    }
    this.offered = undefined;
    const answer = makeAnswer(offered, local);
    if (answer === undefined) throw new Error('The offer has no G.711 over RTP/AVP');
    // What an offer calls telephone-event holds for both directions of our answer.
    this.agree(rtp, answer.agreement, answer.agreement.eventPayloadType);
    return { body: answer.sdp, contentType: CONTENT_TYPE };
  }

  /** The peer's offer, or its answer to ours. */
  async setDescription(sdp: string): Promise<void> {
    if (!this.offering) {
      this.offered = sdp;
      return;
    }
    this.offering = false;
    const agreement = readAnswer(sdp);
    if (agreement === undefined || this.socket === undefined)
      throw new Error('The answer has no G.711 over RTP/AVP');
    this.agree(this.socket, agreement, EVENT_PAYLOAD_TYPE);
    return Promise.resolve();
  }

  rollbackDescription(): Promise<void> {
    this.offered = undefined;
    this.offering = false;
    return Promise.resolve();
  }

  sendDtmf(tones: string): boolean {
    return this.socket?.press(tones) ?? false;
  }

  close(): void {
    this.closed = true;
    this.socket?.close();
  }

  private agree(rtp: RtpSocket, agreement: SdpAgreement, receivedEventPayloadType: number | undefined): void {
    rtp.agree({ ...agreement, receivedEventPayloadType, codecOf: codecOfPayloadType });
  }

  private async open(): Promise<RtpSocket> {
    this.socket ??= await RtpSocket.open(this.options.address, this.options.rtpPorts);
    // Closed while the socket was being opened: it must not stay behind.
    if (this.closed) {
      this.socket.close();
      throw new Error('The call ended before its media began');
    }
    return this.socket;
  }
}

/** Makes the {@link MediaSession}s of a user agent's calls. */
export function mediaSessions(options: MediaOptions): SessionDescriptionHandlerFactory {
  return () => new MediaSession(options);
}
