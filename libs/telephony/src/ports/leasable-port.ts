import type { DialRequest, OutboundCall, PortState } from '../dialer-port.js';

/** A dialer port as its trunk sees it; it tells the trunk of every change. */
export interface LeasablePort {
  readonly name: string;
  readonly state: Omit<PortState, 'trunk'>;
  readonly registered: boolean;
  /** Leased, or its last call is not off the wire. */
  readonly busy: boolean;
  /** What refused its registration. */
  readonly sipCode: number | undefined;
  lease(): void;
  /** Once a lease. */
  dial(request: DialRequest): OutboundCall;
  /** Ends the lease, and the call if there still is one; the port is idle once that is off the wire. */
  release(): void;
}
