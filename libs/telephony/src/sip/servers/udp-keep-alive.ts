import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Hop } from '../transport/hop.js';
import type { TrunkServers } from './trunk-servers.js';

export interface UdpKeepAliveDeps {
  readonly clock: Clock;
  readonly servers: TrunkServers;
  /** Sends what keeps the way open. */
  readonly crlf: (hop: Hop) => Promise<void>;
  /** Resolves when the server answers OPTIONS. */
  readonly probe: (hop: Hop) => Promise<void>;
}

/** Address translators forget a way over UDP after half a minute (RFC 5626 §4.4.2). */
const INTERVAL_MS = 25_000;

/**
 * Keeps the way to a trunk's server open where UDP passes an address translator: with a CRLF, or with OPTIONS, which
 * also finds out that the server is gone before a call does.
 */
export class UdpKeepAlive {
  private timer: Timer;

  constructor(
    private readonly kind: 'crlf' | 'options',
    private readonly deps: UdpKeepAliveDeps,
  ) {
    this.timer = this.later();
  }

  stop(): void {
    this.timer.cancel();
  }

  private later(): Timer {
    return this.deps.clock.setTimer(INTERVAL_MS, () => {
      this.timer = this.later();
      void this.keepAlive();
    });
  }

  private async keepAlive(): Promise<void> {
    const { servers, crlf, probe, clock } = this.deps;
    const hop = servers.current;
    // One that is held back is asked already.
    if (hop?.transport !== 'udp' || servers.isHeldBack) return;
    const since = clock.now().getTime();
    try {
      await (this.kind === 'crlf' ? crlf(hop) : probe(hop));
    } catch {
      servers.gone(hop, since);
    }
  }
}
