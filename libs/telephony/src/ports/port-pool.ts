import type { Clock, Timer } from '@marcador/platform/clock.js';
import type {
  DialRequest,
  LeasedPort,
  OutboundCall,
  PortHindrance,
  PortPool,
  PortState,
} from '../dialer-port.js';
import { CallRate, type CallRight } from './call-rate.js';
import { InviteGate } from './invite-gate.js';
import type { SipPort } from './sip-port.js';

/** The {@link PortPool} over the SIP ports of this node. */
export class SipPortPool implements PortPool {
  private readonly listeners = new Set<() => void>();
  /**
   * Two limits of the same rate: calls are begun by the first, so that not more are prepared than can leave, and leave
   * by the second, however long each of them was prepared.
   */
  private readonly beginnings: CallRate;
  private readonly gate: InviteGate;
  private next = 0;
  private wakeUp: Timer | undefined;
  private closed = false;

  constructor(
    private readonly ports: readonly SipPort[],
    callsPerSecond: number,
    private readonly clock: Clock,
  ) {
    this.beginnings = new CallRate(callsPerSecond);
    this.gate = new InviteGate(new CallRate(callsPerSecond), clock);
  }

  get idle(): number {
    return this.ports.filter((port) => port.idle).length;
  }

  get hindrance(): PortHindrance | undefined {
    if (!this.ports.some((port) => port.idle)) return this.hindranceOfPorts();
    const now = this.clock.now().getTime();
    const waitMs = this.beginnings.waitMs(now);
    return waitMs === 0 ? undefined : { kind: 'calls-per-second', until: new Date(now + waitMs) };
  }

  acquire(): LeasedPort | undefined {
    const port = this.closed ? undefined : this.nextIdle();
    const right = port && this.beginnings.take(this.clock.now().getTime());
    if (port === undefined || right === undefined) return undefined;
    this.wakeUpAtLimit();
    port.lease();
    return new Lease(port, this.gate, () => this.beginnings.giveBack(right));
  }

  onAvailable(listener: () => void): void {
    this.listeners.add(listener);
  }

  states(): readonly PortState[] {
    return this.ports.map((port) => port.state);
  }

  /** A port was released, registered or lost. */
  changed(): void {
    if (this.closed || this.hindrance !== undefined) return;
    for (const listener of this.listeners) listener();
  }

  /** Leases no more ports. */
  close(): void {
    this.closed = true;
    this.wakeUp?.cancel();
    this.listeners.clear();
  }

  private hindranceOfPorts(): PortHindrance {
    const states = this.states();
    if (states.some(({ registration }) => registration === 'registered'))
      return { kind: 'all-ports-busy', ports: states.length };
    const refused = states.flatMap(({ name, sipCode }) =>
      sipCode === undefined ? [] : [{ port: name, sipCode }],
    );
    return { kind: 'no-port-registered', ports: states.length, refused };
  }

  /** In turn, so that all ports carry their share and a broken one shows. */
  private nextIdle(): SipPort | undefined {
    for (let tried = 0; tried < this.ports.length; tried++) {
      const port = this.ports[this.next++ % this.ports.length];
      if (port?.idle === true) return port;
    }
    return undefined;
  }

  private wakeUpAtLimit(): void {
    const waitMs = this.beginnings.waitMs(this.clock.now().getTime());
    if (waitMs === 0 || this.wakeUp !== undefined) return;
    this.wakeUp = this.clock.setTimer(waitMs, () => {
      this.wakeUp = undefined;
      this.wakeUpAtLimit();
      this.changed();
    });
  }
}

class Lease implements LeasedPort {
  private state: 'taken' | 'dialled' | 'released' = 'taken';
  private right: CallRight | undefined;

  constructor(
    private readonly port: SipPort,
    private readonly gate: InviteGate,
    private readonly notBegun: () => void,
  ) {}

  get name(): string {
    return this.port.name;
  }

  async turn(): Promise<void> {
    this.right ??= await this.gate.pass();
  }

  dial(request: DialRequest): OutboundCall {
    if (this.state !== 'taken' || this.right === undefined)
      throw new Error(`Port ${this.name} was dialled or released before, or not in its turn: acquire one`);
    this.state = 'dialled';
    return this.port.dial(request);
  }

  release(): void {
    if (this.state === 'released') return;
    if (this.state === 'taken') {
      this.notBegun();
      if (this.right !== undefined) this.gate.giveBack(this.right);
    }
    this.state = 'released';
    this.port.release();
  }
}
