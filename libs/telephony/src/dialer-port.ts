import type { CallFailure } from '@marcador/domain/sip-result.js';
import type { TransferFailure } from '@marcador/domain/call-outcome.js';
import type { CallerId } from './calls/caller-id.js';
import type { EndReason } from './calls/end-reason.js';
import type { AnalysisResult, AnalysisTask } from './media/analysis.js';
import type { MediaFigures } from './media/media-figures.js';
import type { MessageResult, MessageTask } from './media/message.js';
import type { ServerState } from './sip/servers/server-state.js';

/** What a port is asked to dial. */
export interface DialRequest {
  /** E.164 digits; becomes the user part of the request URI. */
  readonly number: string;
  /** How long it may ring before it is cancelled, ms from the INVITE. */
  readonly ringTimeoutMs: number;
  /** What this call shows instead of what all calls of the port show. */
  readonly callerId?: CallerId;
}

/**
 * The ports of an installation: SIP subscribers, each of which carries one call at a time. Their number limits the
 * calls in parallel; the calls-per-second limit holds over all of them.
 */
export interface PortPool {
  /**
   * Takes a port that is registered and idle; `undefined` exactly while there are `hindrances`. Whoever takes a port
   * MUST release it. No more ports of a trunk are taken in a second than its calls-per-second limit allows; one that is
   * released without a call does not count.
   */
  acquire(): LeasedPort | undefined;
  /** Why no port can be taken now, one for each trunk; empty: one can. */
  readonly hindrances: readonly PortHindrance[];
  /** How many calls could begin now, were there no limit but the ports. */
  readonly idle: number;
  /**
   * Calls back whenever `acquire` may succeed again: a port was released or registered, the limit allows a call, a trunk
   * is no longer held back.
   */
  onAvailable(listener: () => void): void;
  /** The state of every port, for health and for the operators. */
  states(): readonly PortState[];
  /** The state of every trunk, in the order they were configured. */
  trunks(): readonly TrunkState[];
}

/** What keeps calls from beginning, as far as the ports are concerned; it names its trunk where there are several. */
export type PortHindrance = TrunkHindrance & { readonly trunk?: string };

/** What keeps a trunk from taking calls. */
export type TrunkHindrance =
  /** `refused`: what the registrar refuses registrations with, the code of most ports first, three at most. */
  | {
      readonly kind: 'no-port-registered';
      readonly ports: number;
      readonly refused: readonly PortRefusal[];
    }
  | { readonly kind: 'all-ports-busy'; readonly ports: number }
  | { readonly kind: 'calls-per-second'; readonly until: Date }
  /** It answered an INVITE with 503 and Retry-After. */
  | { readonly kind: 'trunk-held-back'; readonly until: Date };

/** What a registrar refuses registrations with. */
export interface PortRefusal {
  readonly sipCode: number;
  /** How many ports got it. */
  readonly ports: number;
  /** The SIP user of one of them. */
  readonly port: string;
}

/** How a communication platform fares. */
export interface TrunkState {
  readonly name: string;
  readonly ports: number;
  readonly registered: number;
  readonly busy: number;
  /** Registered, and without a call. */
  readonly idle: number;
  /** Calls begun in the last second; where the limit is below 1 in the time that one call has. */
  readonly callsPerSecond: { readonly used: number; readonly limit: number };
  /** No INVITE leaves before: it answered one with 503 and Retry-After. */
  readonly heldBackUntil?: Date;
  /** Best first. */
  readonly servers: readonly ServerState[];
}

/** How a port fares. */
export interface PortState {
  readonly trunk: string;
  /** The SIP user of the subscriber. */
  readonly name: string;
  readonly registration: 'registered' | 'registering' | 'failed';
  /** Since when the registration is as it is: further attempts that fail do not count. */
  readonly since: Date;
  /** The final response that refused the registration; the registrar gave no answer where it is missing. */
  readonly sipCode?: number;
  readonly busy: boolean;
}

/** A port in the hands of one call attempt. */
export interface LeasedPort {
  readonly name: string;
  /**
   * Resolves when the calls-per-second limit lets the INVITE of this port leave. Dial in the same turn of the event
   * loop, or release the port: the right counts from now on. Never rejects.
   * @returns false: the port has lost its registration or its trunk is held back meanwhile; release the port
   */
  turn(): Promise<boolean>;
  /** Sends the INVITE. Once per lease, after its `turn`. */
  dial(request: DialRequest): OutboundCall;
  /** Gives the port back; ends its call if there still is one. May be called more than once. */
  release(): void;
}

/** A call from its INVITE on. */
export interface OutboundCall {
  readonly callId: string;
  /** When the INVITE left, and when the first 18x came. */
  readonly dialledAt: Date;
  readonly ringingAt: Date | undefined;
  /** Settles when the call is answered or has failed for good. Never rejects. */
  readonly result: Promise<DialResult>;
  /** Gives up: CANCEL before the answer, BYE after it. The result then is `cancelled`, unless it was settled. */
  cancel(): void;
}

export type DialResult =
  | { readonly answered: true; readonly call: AnsweredCall }
  | { readonly answered: false; readonly failure: CallFailure | NotSent };

/** Nothing has left this host, so nobody was called: no free RTP port, no route, no socket to be had. */
export interface NotSent {
  readonly kind: 'not-sent';
  /** What of a call could not be made: its audio, or the way to the platform. */
  readonly lacks: 'audio' | 'way';
  /** In the words of whatever failed. */
  readonly message: string;
}

/** A call that a person or a machine answered. */
export interface AnsweredCall {
  readonly answeredAt: Date;
  /** Resolves when the call has ended, whichever side ended it. */
  readonly ended: Promise<CallEnd>;
  /** How the call's audio fared, once it has ended; `undefined` when it had none, or its media were lost. */
  readonly media: Promise<MediaFigures | undefined>;
  /**
   * Lets an analyser hear the peer's audio from now on, where the audio is: only its verdict comes back. Never rejects;
   * fails when the call ends before. One at a time.
   */
  analyse(task: AnalysisTask): Promise<AnalysisResult>;
  /**
   * Leaves a recorded message where an analysis that a message may follow has given its verdict: begins when the greeting
   * has ended. The call still stands when it is over, unless the peer has hung up. Never rejects. Once, and soon after the
   * verdict.
   */
  leaveMessage(task: MessageTask): Promise<MessageResult>;
  /**
   * Hands the call over by REFER (RFC 3515) and follows it to its end. Never rejects. After success the call is ended
   * by itself, once no NOTIFY is waited for; after failure it still stands. The peer's BYE after it has accepted the
   * REFER counts as success: a person who hangs up just then cannot be told from a PBX that is done.
   */
  transfer(to: string): Promise<TransferResult>;
  /**
   * Sends BYE, during a transfer only after its end. Does nothing when the call has ended.
   * @param reason what the BYE's Reason header field says (RFC 3326)
   * @returns resolves when the BYE was answered, or was not within 32 s
   */
  hangUp(reason?: EndReason): Promise<void>;
}

/** Who ended an answered call, and the cause given in the BYE's Reason header. */
export interface CallEnd {
  readonly by: 'us' | 'peer';
  readonly at: Date;
  readonly q850Cause?: number;
}

export type TransferResult =
  | { readonly transferred: true; readonly at: Date }
  | { readonly transferred: false; readonly failure: TransferFailure };
