import { randomInt } from 'node:crypto';
import type {
  BodyAndContentType,
  SessionDescriptionHandler,
} from 'sip.js/lib/api/session-description-handler.js';
import type { SessionDescriptionHandlerFactory } from 'sip.js/lib/api/session-description-handler-factory.js';
import type { MediaFigures } from '../media/media-figures.js';
import type { Media, MediaStream } from '../media/media.js';
import {
  makeAnswer,
  makeOffer,
  readAnswer,
  type AudioWishes,
  type SdpLayout,
  type SdpLocal,
} from '../sdp/offer-answer.js';
import { ownCryptos } from '../sdp/own-cryptos.js';

/** How the media of the calls of a user agent are made. */
export interface MediaOptions {
  readonly media: Media;
  readonly audio: AudioWishes;
}

const CONTENT_TYPE = 'application/sdp';

/**
 * The media of one call, as sip.js wants it: offer and answer (RFC 3264) for one stream, which opens with the first
 * description. `sipSession.sessionDescriptionHandler` is one of these when made by {@link mediaSessions}.
 */
export class MediaSession implements SessionDescriptionHandler {
  private opened: MediaStream | undefined;
  private readonly cryptos: SdpLocal['cryptos'];
  private readonly sessionId = randomInt(1, 2 ** 47);
  private version = 0;
  /** Our last description. */
  private described: string | undefined;
  private layout: SdpLayout | undefined;
  /** An offer of the peer that waits for our answer. */
  private offered: string | undefined;
  /** Our offer that waits for its answer. */
  private offer: string | undefined;
  private closing: Promise<MediaFigures | undefined> | undefined;

  constructor(private readonly options: MediaOptions) {
    this.cryptos = ownCryptos(options.audio.srtp);
  }

  /** The audio; `undefined` before the first description. */
  get stream(): MediaStream | undefined {
    return this.opened;
  }

  hasDescription(contentType: string): boolean {
    return contentType.split(';', 1)[0]?.trim().toLowerCase() === CONTENT_TYPE;
  }

  /** Our offer, or the answer to the offer that was set. */
  async getDescription(): Promise<BodyAndContentType> {
    const stream = await this.open();
    const { offered, layout } = this;
    if (offered === undefined)
      return this.offerOf(this.describe((version) => makeOffer(this.local(stream, version), layout)));
    this.offered = undefined;
    const answer = makeAnswer(offered, this.local(stream, this.version));
    if (answer === undefined) throw new Error(`The offer has no audio that we take: ${this.wishes}`);
    this.layout = answer.layout;
    stream.agree(answer.agreement);
    return bodyOf(
      this.describe((version) => makeAnswer(offered, this.local(stream, version))?.sdp ?? answer.sdp),
    );
  }

  /**
   * Our last description as an offer: it changes nothing, not even what the peer holds (RFC 4028 §7.4). A fresh one where
   * the audio is elsewhere now.
   */
  async repeatDescription(): Promise<BodyAndContentType> {
    const before = this.opened;
    const isSame = (await this.open()) === before;
    return isSame && this.described !== undefined ? this.offerOf(this.described) : this.getDescription();
  }

  /** The peer's offer, or its answer to ours. */
  setDescription(sdp: string): Promise<void> {
    const { opened, offer } = this;
    if (offer === undefined) {
      this.offered = sdp;
      return Promise.resolve();
    }
    this.offer = undefined;
    const agreement = opened && readAnswer(sdp, this.local(opened, this.version), offer);
    if (agreement === undefined)
      return Promise.reject(new Error(`The answer has no audio that we take: ${this.wishes}`));
    opened?.agree(agreement);
    return Promise.resolve();
  }

  rollbackDescription(): Promise<void> {
    this.offered = undefined;
    this.offer = undefined;
    return Promise.resolve();
  }

  sendDtmf(tones: string): boolean {
    this.opened?.press(tones);
    return this.opened !== undefined;
  }

  close(): void {
    void this.finish();
  }

  /** Closes the stream. @returns how its audio fared; `undefined` when there was none */
  finish(): Promise<MediaFigures | undefined> {
    this.closing ??= this.opened?.close() ?? Promise.resolve(undefined);
    return this.closing;
  }

  /** The version grows with each description that differs from the one before (RFC 3264 §8). */
  private describe(make: (version: number) => string): string {
    if (this.described !== undefined && this.described !== make(this.version)) this.version += 1;
    this.described = make(this.version);
    return this.described;
  }

  private offerOf(description: string): BodyAndContentType {
    this.offer = description;
    return bodyOf(description);
  }

  private local({ port }: MediaStream, version: number): SdpLocal {
    const { media, audio } = this.options;
    const { cryptos, sessionId } = this;
    return { ...audio, address: media.address, port, cryptos, sessionId, version };
  }

  /** One whose worker is gone is replaced: the description then tells the peer the new port. */
  private async open(): Promise<MediaStream> {
    if (this.opened === undefined || this.opened.lost) this.opened = await this.options.media.open();
    // Closed while the stream was being opened: it must not stay behind.
    if (this.closing !== undefined) {
      void this.opened.close();
      throw new Error('The call ended before its media began');
    }
    return this.opened;
  }

  private get wishes(): string {
    const { codecs, srtp } = this.options.audio;
    return `${codecs.join(', ')}, SRTP ${srtp}`;
  }
}

function bodyOf(body: string): BodyAndContentType {
  return { body, contentType: CONTENT_TYPE };
}

/** Makes the {@link MediaSession}s of a user agent's calls. */
export function mediaSessions(options: MediaOptions): SessionDescriptionHandlerFactory {
  return () => new MediaSession(options);
}
