import type { MediaAudio } from './world.js';
import type { AnsweredCall } from '@marcador/telephony/dialer-port.js';
import type { FuzzPeer } from './fuzz-peer.js';
import type { Random } from './random.js';

/** What the inputs of a family are made with and sent to. */
export interface FuzzTarget {
  readonly random: Random;
  /** The registrar and called party; its answers may be changed too. */
  readonly peer: FuzzPeer;
  /** Where our SIP listens, over UDP and TCP. */
  readonly port: number;
  /** Takes note of so many inputs more. */
  readonly count: (inputs: number) => void;
  /** Takes note of what must not be. */
  readonly report: (problem: string) => void;
}

/** One kind of hostile input. */
export interface Family {
  readonly name: string;
  /** How the calls' audio is carried. @default 'in-thread' */
  readonly audio?: MediaAudio;
  readonly begin?: () => Promise<void>;
  /** Before a call is made. */
  readonly prepare?: (target: FuzzTarget) => void;
  /** A call was answered. */
  readonly answered?: (target: FuzzTarget, call: AnsweredCall) => void;
  /** Sends some inputs while a call stands; resolves when they were dealt with. */
  readonly round: (target: FuzzTarget) => Promise<void>;
  /** The call stands after all of it: looks whether it is served. */
  readonly served?: (target: FuzzTarget, call: AnsweredCall) => Promise<void>;
  /** The call was ended. */
  readonly ended?: (target: FuzzTarget, call: AnsweredCall) => Promise<void>;
  /** Nothing follows. */
  readonly finish?: () => Promise<void>;
}
