import type { CodecName } from '../rtp/audio-codec.js';
import type { Endpoint } from '../rtp/media-source.js';
import type { SrtpAgreement } from '../srtp/srtp-suite.js';

/** What a payload type stands for. */
export type FormatName = CodecName | 'CN' | 'telephone-event';

/** What offer and answer agreed on for the audio of a call, as plain values that pass between threads. */
export interface MediaAgreement {
  /** Where the peer receives audio and reports; `undefined` when it gave no address. */
  readonly remote: { readonly rtp: Endpoint; readonly rtcp: Endpoint } | undefined;
  /** Whether the peer wants our audio: not while it holds the call. */
  readonly sends: boolean;
  /** Whether reports share the port of the audio (RFC 5761). */
  readonly rtcpMux: boolean;
  /** What audio is sent as. */
  readonly codec: CodecName;
  readonly payloadType: number;
  /** The payload type our telephone-events have; `undefined` when the peer takes none. */
  readonly eventPayloadType: number | undefined;
  /** Audio of a packet that the peer would like, ms, 10–60. */
  readonly ptimeMs: number;
  /** What may come, by payload type. */
  readonly receives: readonly { readonly payloadType: number; readonly format: FormatName }[];
  /** `undefined` for plain RTP. */
  readonly crypto: SrtpAgreement | undefined;
}
