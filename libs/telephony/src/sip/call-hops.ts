import type { Hop } from './transport/hop.js';

/** Where a request outside of dialogs went. */
export interface SentRequest {
  readonly hop: Hop;
  /** The way it really took: a large one takes TCP to the same server. */
  readonly way: Hop;
  readonly branch: string | undefined;
}

/** A user agent has one call at a time, and its registration. */
const MOST = 16;

/**
 * Where the last calls and the registration of a user agent went: their CANCEL and ACK follow them (RFC 3261 §9.1,
 * §17.1.1.3), and so do requests inside the dialog that name no route.
 */
export class CallHops {
  private readonly byCallId = new Map<string, SentRequest>();

  set(callId: string, sent: SentRequest): void {
    this.byCallId.delete(callId);
    this.byCallId.set(callId, sent);
    const [oldest] = this.byCallId.keys();
    if (this.byCallId.size > MOST && oldest !== undefined) this.byCallId.delete(oldest);
  }

  get(callId: string): SentRequest | undefined {
    return this.byCallId.get(callId);
  }
}
