import { isIP } from 'node:net';
import type { Clock } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../../log.js';
import { AddressRanges, plainAddress } from './address-ranges.js';
import { RefusalCounter, type RefusedMessages } from './refused-messages.js';
import { SourceRates } from './source-rates.js';

/** Whose requests are heard. */
export interface AdmissionOptions {
  /** `peers`: the servers that our own requests go to, and those of `peers`. */
  readonly acceptFrom: 'peers' | 'anyone';
  /** Further addresses and networks of the platforms. */
  readonly peers: readonly string[];
  /** How many requests outside of our calls an address may send in a second. */
  readonly requestsPerSecond: number;
}

export const DEFAULT_ADMISSION: AdmissionOptions = { acceptFrom: 'peers', peers: [], requestsPerSecond: 200 };

/** Servers change their addresses now and then; nobody has more of them than these. */
const MOST_SERVERS = 1000;

/** How many requests may come inside a call in a second: a transfer that rings and is answered has about ten. */
const REQUESTS_IN_A_CALL = 50;

/**
 * Decides before anything is parsed whether a message is dealt with. What is not is dropped without an answer: an answer
 * would help those who look for SIP servers, and to a forged address it would hit others.
 */
export class Admission {
  private readonly peers: AddressRanges;
  private readonly servers = new Set<string>();
  private readonly rates: SourceRates;
  private readonly callRates: SourceRates;
  private readonly refusals: RefusalCounter;

  /** @throws Error when a peer is neither an address nor a network */
  constructor(
    private readonly options: AdmissionOptions,
    clock: Clock,
    log: TelephonyLog,
  ) {
    this.peers = new AddressRanges(options.peers);
    this.rates = new SourceRates(options.requestsPerSecond, clock);
    this.callRates = new SourceRates(REQUESTS_IN_A_CALL, clock);
    this.refusals = new RefusalCounter(clock, log);
  }

  /** Makes a peer of the address of a server that a request of ours goes to or was answered from; a name is none. */
  trust(address: string): void {
    if (isIP(address) !== 0 && this.servers.size < MOST_SERVERS) this.servers.add(plainAddress(address));
  }

  /** Whether an address is a server of ours or a configured peer, whoever else may send requests. */
  isPlatform(host: string): boolean {
    const address = plainAddress(host);
    return this.servers.has(address) || this.peers.has(address);
  }

  /** Whether somebody may connect to us. */
  mayConnect(host: string): boolean {
    return this.isPeer(host) || this.refuse('strangers', plainAddress(host));
  }

  /** Whether a request inside a call of ours is dealt with, wherever it comes from. @param callId of the call */
  admitInCall(callId: string, source: { readonly host: string }): boolean {
    return this.callRates.take(callId) || this.refuse('tooMany', plainAddress(source.host));
  }

  /** Whether a request outside of our calls is dealt with. */
  admit(source: { readonly host: string }): boolean {
    const address = plainAddress(source.host);
    if (!this.isPeer(address)) return this.refuse('strangers', address);
    return this.rates.take(address) || this.refuse('tooMany', address);
  }

  /** Counts a message that is dropped. @returns false */
  refuse(reason: keyof RefusedMessages, address?: string): false {
    this.refusals.count(reason, address);
    return false;
  }

  /** What was dropped since the start. */
  get refused(): RefusedMessages {
    return this.refusals.refused;
  }

  close(): void {
    this.refusals.close();
  }

  private isPeer(host: string): boolean {
    return this.options.acceptFrom === 'anyone' || this.isPlatform(host);
  }
}
