import { randomInt } from 'node:crypto';
import type { MediaAgreement } from '../media/media-agreement.js';
import type { CryptoAttribute } from './crypto-attribute.js';
import { makeAnswer, makeOffer, readAnswer, type AudioWishes, type SdpLayout } from './offer-answer.js';
import { ownCryptos } from './own-cryptos.js';

/**
 * The offers and answers of one dialog (RFC 3264). An INVITE that forks has one for each fork: they begin with the same
 * offer, and go apart from there.
 */
export class Negotiation {
  private readonly cryptos: readonly CryptoAttribute[];
  private readonly sessionId = randomInt(1, 2 ** 47);
  private version = 0;
  /** Our last description. */
  private described: string | undefined;
  private layout: SdpLayout | undefined;
  /** An offer of the peer that waits for our answer. */
  private offered: string | undefined;
  /** Our offer that waits for its answer. */
  private offer: string | undefined;
  private agreed: MediaAgreement | undefined;

  constructor(
    private readonly audio: AudioWishes,
    /** Where we receive audio. */
    private readonly address: string,
  ) {
    this.cryptos = ownCryptos(audio.srtp);
  }

  /** What was agreed on last. */
  get agreement(): MediaAgreement | undefined {
    return this.agreed;
  }

  /** Goes on from here by itself. */
  fork(): Negotiation {
    const copy = new Negotiation(this.audio, this.address);
    return Object.assign(copy, this);
  }

  /**
   * Our answer to the offer that was taken, or else an offer.
   * @param port where we receive audio now
   * @throws Error when the offer has nothing in common with us
   */
  describe(port: number): string {
    const { offered, layout } = this;
    if (offered === undefined)
      return this.offering(this.versioned((version) => makeOffer(this.local(port, version), layout)));
    this.offered = undefined;
    const answer = makeAnswer(offered, this.local(port, this.version));
    if (answer === undefined) throw new Error(`The offer has no audio that we take: ${this.wishes}`);
    this.layout = answer.layout;
    this.agreed = answer.agreement;
    return this.versioned((version) => makeAnswer(offered, this.local(port, version))?.sdp ?? answer.sdp);
  }

  /** Our last description as an offer: it changes nothing, not even what the peer holds (RFC 4028 §7.4). */
  repeat(port: number): string {
    return this.described === undefined ? this.describe(port) : this.offering(this.described);
  }

  /**
   * Takes the peer's offer, or its answer to ours.
   * @throws Error when the answer is of no use
   */
  take(description: string): void {
    const { offer } = this;
    if (offer === undefined) {
      this.offered = description;
      return;
    }
    this.offer = undefined;
    const agreement = readAnswer(description, this.local(0, this.version), offer);
    if (agreement === undefined) throw new Error(`The answer has no audio that we take: ${this.wishes}`);
    this.agreed = agreement;
  }

  /** The offer that is open, ours or the peer's, has come to nothing. */
  rollBack(): void {
    this.offered = undefined;
    this.offer = undefined;
  }

  private offering(description: string): string {
    this.offer = description;
    return description;
  }

  /** The version grows with each description that differs from the one before (RFC 3264 §8). */
  private versioned(make: (version: number) => string): string {
    if (this.described !== undefined && this.described !== make(this.version)) this.version += 1;
    this.described = make(this.version);
    return this.described;
  }

  private local(port: number, version: number) {
    const { audio, address, cryptos, sessionId } = this;
    return { ...audio, address, port, cryptos, sessionId, version };
  }

  private get wishes(): string {
    return `${this.audio.codecs.join(', ')}, SRTP ${this.audio.srtp}`;
  }
}
