import type { SipTransport } from '../transport/hop.js';

/** Why a server is held back: no connection, no answer, or a 503. */
export type HoldReason = 'unreachable' | 'no-answer' | 'overloaded';

/** How a server of a trunk fares: each address it was found at is one. */
export interface ServerState {
  /** As it is configured: `host` or `host:port`. */
  readonly server: string;
  readonly transport: SipTransport;
  /** `address:port`; missing where the server cannot be found. */
  readonly address?: string;
  /** Whether new registrations and calls go there. */
  readonly inUse: boolean;
  /** Nothing new goes there until it answers again; it is asked at that time. */
  readonly heldBack?: { readonly until: Date; readonly reason: HoldReason };
  /** Why it cannot be found: one sentence. */
  readonly problem?: string;
}
