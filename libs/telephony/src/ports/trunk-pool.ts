import type { LeasedPort, PortHindrance, PortPool, PortState, TrunkState } from '../dialer-port.js';
import type { Trunk } from './trunk.js';

/** The {@link PortPool} over the trunks of this node. */
export class TrunkPool implements PortPool {
  private readonly listeners = new Set<() => void>();
  private next = 0;

  constructor(private readonly all: readonly Trunk[]) {}

  get idle(): number {
    return this.all.reduce((sum, trunk) => sum + trunk.idle, 0);
  }

  get hindrances(): readonly PortHindrance[] {
    const found: PortHindrance[] = [];
    for (const { name, hindrance } of this.all) {
      if (hindrance === undefined) return [];
      found.push(this.all.length === 1 ? hindrance : { ...hindrance, trunk: name });
    }
    return found;
  }

  /** The trunks take turns. */
  acquire(): LeasedPort | undefined {
    for (let tried = 0; tried < this.all.length; tried++) {
      const port = this.all[this.next++ % this.all.length]?.acquire();
      if (port !== undefined) return port;
    }
    return undefined;
  }

  onAvailable(listener: () => void): void {
    this.listeners.add(listener);
  }

  states(): readonly PortState[] {
    return this.all.flatMap((trunk) => trunk.portStates());
  }

  trunks(): readonly TrunkState[] {
    return this.all.map((trunk) => trunk.state);
  }

  /** A trunk may have a port to take. */
  available(): void {
    if (this.hindrances.length > 0) return;
    for (const listener of this.listeners) listener();
  }

  /** Leases no more ports. */
  close(): void {
    this.listeners.clear();
    for (const trunk of this.all) trunk.close();
  }
}
