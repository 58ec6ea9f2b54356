import type {
  BodyAndContentType,
  SessionDescriptionHandler,
} from 'sip.js/lib/api/session-description-handler.js';
import type { SessionDescriptionHandlerFactory } from 'sip.js/lib/api/session-description-handler-factory.js';
import type { MediaAgreement } from '../media/media-agreement.js';
import type { MediaFigures } from '../media/media-figures.js';
import type { Media, MediaStream } from '../media/media.js';
import { Negotiation } from '../sdp/negotiation.js';
import type { AudioWishes } from '../sdp/offer-answer.js';

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
  private negotiation: Negotiation;
  /** The agreement that the stream goes by. */
  private inForce: MediaAgreement | undefined;
  private closing: Promise<MediaFigures | undefined> | undefined;

  constructor(private readonly options: MediaOptions) {
    this.negotiation = new Negotiation(options.audio, options.media.address);
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
    const body = this.negotiation.describe(stream.port);
    this.agree();
    return { body, contentType: CONTENT_TYPE };
  }

  /** {@link Negotiation.repeat}; where the audio is elsewhere now, an offer that says so. */
  async repeatDescription(): Promise<BodyAndContentType> {
    const before = this.opened;
    const { port } = await this.open();
    if (this.opened !== before) return this.getDescription();
    return { body: this.negotiation.repeat(port), contentType: CONTENT_TYPE };
  }

  /** The peer's offer, or its answer to ours. */
  setDescription(sdp: string): Promise<void> {
    return new Promise((resolve) => {
      this.negotiation.take(sdp);
      this.agree();
      resolve();
    });
  }

  rollbackDescription(): Promise<void> {
    this.negotiation.rollBack();
    return Promise.resolve();
  }

  /**
   * The negotiation of a fork, to which our open offer has gone too. What it agrees on has no effect on the audio before
   * it is {@link adopt}ed.
   */
  fork(): Negotiation {
    return this.negotiation.fork();
  }

  /** This fork is the one that the call is answered by. */
  adopt(fork: Negotiation): void {
    this.negotiation = fork;
    this.agree();
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

  private agree(): void {
    const { agreement } = this.negotiation;
    if (agreement !== undefined && agreement !== this.inForce) this.opened?.agree(agreement);
    this.inForce = agreement;
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
}

/** Makes the {@link MediaSession}s of a user agent's calls. */
export function mediaSessions(options: MediaOptions): SessionDescriptionHandlerFactory {
  return () => new MediaSession(options);
}
