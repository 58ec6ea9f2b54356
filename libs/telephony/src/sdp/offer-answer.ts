import { isIP } from 'node:net';
import type { MediaAgreement } from '../media/media-agreement.js';
import type { CodecName } from '../rtp/audio-codec.js';
import { formatLines, formatsOf, ownFormats, sendingOf, type OfferedFormat } from './audio-formats.js';
import { cryptoLine, type CryptoAttribute } from './crypto-attribute.js';
import { parseSdp, type Direction, type SdpMedia } from './session-description.js';

/**
 * Whether calls are encrypted: `secure` makes no other ones (RTP/SAVP), `off` none. `optional` offers keys within
 * RTP/AVP and encrypts when the peer takes them: those who do not know a=crypto pass over it, which cannot be said of a
 * second m= line.
 */
export type SrtpMode = 'secure' | 'optional' | 'off';

/** What we want of a call's audio. */
export interface AudioWishes {
  /** In order of preference. */
  readonly codecs: readonly CodecName[];
  readonly srtp: SrtpMode;
}

/** Our side of the audio. */
export interface SdpLocal extends AudioWishes {
  readonly address: string;
  readonly port: number;
  /** What we encrypt with, one for each suite; none where nothing is encrypted. */
  readonly cryptos: readonly CryptoAttribute[];
  /** The o= line's session id and version: the version grows with each changed description (RFC 3264 §8). */
  readonly sessionId: number;
  readonly version: number;
}

/** The m= sections that were refused before and behind the audio: later offers have to repeat them (RFC 3264 §8). */
export interface SdpLayout {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const AUDIO_ALONE: SdpLayout = { before: [], after: [] };
/** Audio of a packet that we like, and that we make, ms. */
const PTIME_MS = 20;
const LAST_PORT = 65_535;
const LEAST_PTIME_MS = 10;
const MOST_PTIME_MS = 60;

/** Our offer (RFC 3264 §5). */
export function makeOffer(local: SdpLocal, layout: SdpLayout = AUDIO_ALONE): string {
  const { srtp, cryptos, codecs } = local;
  const audio = audioSection(local.port, srtp === 'secure' ? 'RTP/SAVP' : 'RTP/AVP', ownFormats(codecs), [
    ...(srtp === 'off' ? [] : cryptos.map(cryptoLine)),
    'a=sendrecv',
  ]);
  return describe(local, layout, audio);
}

/**
 * What the answer to our offer agreed on: the first codec it names (RFC 3264 §7).
 * @param offer what it answers
 * @returns `undefined` when it refused the audio, or wants it otherwise than it was offered
 */
export function readAnswer(
  answer: string,
  local: SdpLocal,
  offer: string = makeOffer(local),
): MediaAgreement | undefined {
  const offered = parseSdp(offer);
  const index = offered.findIndex(({ port }) => port !== 0);
  const ours = offered[index];
  const media = parseSdp(answer)[index];
  if (ours === undefined || media === undefined) return undefined;
  // The keys are under the tags of the offer: one that repeats an answer has those of the peer.
  const keyed = { ...local, cryptos: ours.cryptos };
  const theirs = usableCrypto(media, keyed, (crypto) => ownCrypto(crypto, keyed)?.tag === crypto.tag);
  const agreement = agreementOn(media, keyed, theirs);
  if (agreement === undefined) return undefined;
  // The peer sends with the payload types of our offer; those of its answer are understood too.
  const own = formatsOf(ours, local.codecs);
  const strange = agreement.receives.filter(
    ({ payloadType }) => !own.some((each) => each.payloadType === payloadType),
  );
  return { ...agreement, receives: [...own, ...strange] };
}

/** Our answer, and what it agrees on. */
export interface SdpAnswer {
  readonly sdp: string;
  readonly agreement: MediaAgreement;
  readonly layout: SdpLayout;
}

/**
 * The answer to an offer (RFC 3264 §6): a section for each of its sections, all refused but one of audio, encrypted if
 * possible, with the payload types and the order of the offer.
 * @returns `undefined` when the offer has nothing in common with us
 */
export function makeAnswer(offer: string, local: SdpLocal): SdpAnswer | undefined {
  const media = parseSdp(offer);
  const candidates = media.flatMap((section, index) => {
    const theirs = usableCrypto(section, local, () => true);
    const agreement = agreementOn(section, local, theirs);
    return agreement === undefined ? [] : [{ section, index, theirs, agreement }];
  });
  const chosen = candidates.find(({ agreement }) => agreement.crypto !== undefined) ?? candidates[0];
  if (chosen === undefined) return undefined;
  const { section, index, theirs, agreement } = chosen;
  const ours = theirs === undefined ? undefined : ownCrypto(theirs, local);
  const audio = audioSection(local.port, section.protocol, agreement.receives, [
    ...(section.rtcpMux ? ['a=rtcp-mux'] : []),
    ...(ours === undefined || theirs === undefined ? [] : [cryptoLine({ ...ours, tag: theirs.tag })]),
    `a=${reversed(section.direction)}`,
  ]);
  const refused = media.map(({ type, protocol, formats }) => `m=${type} 0 ${protocol} ${formats.join(' ')}`);
  const layout = { before: refused.slice(0, index), after: refused.slice(index + 1) };
  return { sdp: describe(local, layout, audio), agreement, layout };
}

function agreementOn(
  media: SdpMedia,
  local: SdpLocal,
  theirs: CryptoAttribute | undefined,
): MediaAgreement | undefined {
  if (media.type !== 'audio' || media.port === 0) return undefined;
  const secure = media.protocol === 'RTP/SAVP';
  if (!secure && media.protocol !== 'RTP/AVP') return undefined;
  if (theirs === undefined && (secure || local.srtp === 'secure')) return undefined;
  const formats = formatsOf(media, local.codecs);
  const sending = sendingOf(formats);
  if (sending === undefined) return undefined;
  const remote = remoteOf(media, local);
  const wanted = media.direction === 'sendrecv' || media.direction === 'recvonly';
  const ours = theirs === undefined ? undefined : ownCrypto(theirs, local);
  return {
    ...sending,
    remote,
    sends: wanted && remote !== undefined,
    rtcpMux: media.rtcpMux,
    ptimeMs: ptimeOf(media),
    receives: formats,
    crypto:
      theirs === undefined || ours === undefined
        ? undefined
        : { suite: ours.suite, sendKey: ours.keyAndSalt, receiveKey: theirs.keyAndSalt },
  };
}

/** The first of the peer's keys that can be used; none when we do not encrypt. */
function usableCrypto(
  media: SdpMedia,
  local: SdpLocal,
  accept: (crypto: CryptoAttribute) => boolean,
): CryptoAttribute | undefined {
  if (local.srtp === 'off') return undefined;
  return media.cryptos.find((crypto) => ownCrypto(crypto, local) !== undefined && accept(crypto));
}

function ownCrypto({ suite }: CryptoAttribute, { cryptos }: SdpLocal): CryptoAttribute | undefined {
  return cryptos.find((crypto) => crypto.suite === suite);
}

/** `undefined` on hold in the old manner (RFC 3264 §8.4), without an address, or with one of the other family. */
function remoteOf(media: SdpMedia, local: SdpLocal): MediaAgreement['remote'] {
  const { address, port, rtcp, rtcpMux } = media;
  if (address === undefined || isIP(address) !== isIP(local.address)) return undefined;
  if (address === '0.0.0.0' || address === '::') return undefined;
  const rtp = { address, port };
  // The last port has none after it: reports go where the audio goes then.
  const next = Math.min(port + 1, LAST_PORT);
  return { rtp, rtcp: rtcpMux ? rtp : { address, port: next, ...rtcp } };
}

/** What the peer likes, as far as it is a multiple of 10 ms that we make. */
function ptimeOf({ ptimeMs = PTIME_MS, maxPtimeMs = MOST_PTIME_MS }: SdpMedia): number {
  const wanted = Math.min(ptimeMs, maxPtimeMs, MOST_PTIME_MS);
  return Math.max(LEAST_PTIME_MS, Math.floor(wanted / 10) * 10);
}

function reversed(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}

function audioSection(
  port: number,
  protocol: string,
  formats: readonly OfferedFormat[],
  attributes: readonly string[],
): string[] {
  const types = formats.map(({ payloadType }) => payloadType).join(' ');
  return [
    `m=audio ${port} ${protocol} ${types}`,
    ...formatLines(formats),
    `a=ptime:${PTIME_MS}`,
    ...attributes,
  ];
}

function describe(
  { address, sessionId, version }: SdpLocal,
  { before, after }: SdpLayout,
  audio: readonly string[],
): string {
  const network = `IN ${isIP(address) === 6 ? 'IP6' : 'IP4'} ${address}`;
  const session = ['v=0', `o=- ${sessionId} ${version} ${network}`, 's=-', `c=${network}`, 't=0 0'];
  return [...session, ...before, ...audio, ...after, ''].join('\r\n');
}
