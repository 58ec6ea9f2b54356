import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { DialRequest, LeasedPort, OutboundCall, PortPool, PortState } from '../dialer-port.js';
import { CallRate, type RateToken } from './call-rate.js';
import type { SipPort } from './sip-port.js';

/** The {@link PortPool} over the SIP ports of this node. */
export class SipPortPool implements PortPool {
  private readonly listeners = new Set<() => void>();
  private readonly rate: CallRate;
  private next = 0;
  private wakeUp: Timer | undefined;
  /** Whether the limit refused somebody who has not been told since that it allows a call. */
  private refused = false;
  private closed = false;

  constructor(
    private readonly ports: readonly SipPort[],
    callsPerSecond: number,
    private readonly clock: Clock,
  ) {
    this.rate = new CallRate(callsPerSecond);
  }

  get idle(): number {
    return this.ports.filter((port) => port.idle).length;
  }

  acquire(): LeasedPort | undefined {
    const port = this.closed ? undefined : this.nextIdle();
    if (port === undefined) return undefined;
    const token = this.rate.take(this.now());
    if (token === undefined) {
      this.refused = true;
      this.wakeUpWhenAllowed();
      return undefined;
    }
    port.lease();
    return new Lease(
      port,
      () => this.use(token),
      () => this.rate.giveBack(token),
    );
  }

  onAvailable(listener: () => void): void {
    this.listeners.add(listener);
  }

  states(): readonly PortState[] {
    return this.ports.map((port) => port.state);
  }

  /** A port was released, registered or lost. */
  changed(): void {
    if (!this.closed && this.ports.some((port) => port.idle)) this.tell();
  }

  /** Leases no more ports. */
  close(): void {
    this.closed = true;
    this.wakeUp?.cancel();
    this.listeners.clear();
  }

  private use(token: RateToken): void {
    this.rate.use(token, this.now());
    if (this.refused) this.wakeUpWhenAllowed();
  }

  /** In turn, so that all ports carry their share and a broken one shows. */
  private nextIdle(): SipPort | undefined {
    for (let tried = 0; tried < this.ports.length; tried++) {
      const port = this.ports[this.next++ % this.ports.length];
      if (port?.idle === true) return port;
    }
    return undefined;
  }

  /** While all rights are held unused there is no telling when; their use or release tells. */
  private wakeUpWhenAllowed(): void {
    const waitMs = this.rate.waitMs(this.now());
    if (this.wakeUp !== undefined || waitMs === undefined) return;
    this.wakeUp = this.clock.setTimer(waitMs + 1, () => {
      this.wakeUp = undefined;
      this.changed();
    });
  }

  private tell(): void {
    this.refused = false;
    for (const listener of this.listeners) listener();
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

class Lease implements LeasedPort {
  private dialled = false;
  private released = false;

  constructor(
    private readonly port: SipPort,
    private readonly useToken: () => void,
    private readonly giveTokenBack: () => void,
  ) {}

  get name(): string {
    return this.port.name;
  }

  dial(request: DialRequest): OutboundCall {
    if (this.dialled || this.released)
      throw new Error(`Port ${this.name} was dialled or released before: acquire one`);
    this.dialled = true;
    this.useToken();
    return this.port.dial(request);
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.giveTokenBack();
    this.port.release();
  }
}
