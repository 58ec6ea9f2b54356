import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { LeasedPort, PortState, TrunkHindrance, TrunkState } from '../dialer-port.js';
import { LONGEST_RETRY_AFTER_MS } from '../sip/retry-after.js';
import type { ServerState } from '../sip/servers/server-state.js';
import { CallRate } from './call-rate.js';
import { InviteGate } from './invite-gate.js';
import { Lease, type LeasingTrunk } from './lease.js';
import type { LeasablePort } from './leasable-port.js';
import { TrunkPorts } from './trunk-ports.js';

export interface TrunkSettings {
  readonly name: string;
  readonly callsPerSecond: number;
}

/** The ports on one communication platform, and what limits its calls. To take one costs the same for any number of them. */
export class Trunk implements LeasingTrunk {
  readonly name: string;
  readonly gate: InviteGate;
  private readonly callsPerSecond: number;
  /**
   * Two limits of the same rate: calls are begun by this one, so that not more are prepared than can leave, and leave
   * by the gate, however long each of them was prepared.
   */
  private readonly beginnings: CallRate;
  private readonly ports = new TrunkPorts();
  private heldUntil = 0;
  private wakeUp: Timer | undefined;
  private closed = false;

  /**
   * @param onAvailable a call may be begun again, perhaps
   * @param servers how its servers fare
   */
  constructor(
    { name, callsPerSecond }: TrunkSettings,
    private readonly clock: Clock,
    private readonly onAvailable: () => void,
    private readonly servers: () => readonly ServerState[] = () => [],
  ) {
    this.name = name;
    this.callsPerSecond = callsPerSecond;
    this.beginnings = new CallRate(callsPerSecond);
    this.gate = new InviteGate(new CallRate(callsPerSecond), clock);
  }

  add(port: LeasablePort): void {
    this.ports.add(port);
  }

  get idle(): number {
    return this.ports.idle;
  }

  get heldBack(): boolean {
    return this.heldUntil > this.now;
  }

  get hindrance(): TrunkHindrance | undefined {
    const { ports } = this;
    if (ports.registered === 0 || this.closed)
      return { kind: 'no-port-registered', ports: ports.all.length, refused: ports.refusals };
    if (this.heldBack) return { kind: 'trunk-held-back', until: new Date(this.heldUntil) };
    if (this.idle === 0) return { kind: 'all-ports-busy', ports: ports.all.length };
    const { now } = this;
    const waitMs = this.beginnings.waitMs(now);
    return waitMs === 0 ? undefined : { kind: 'calls-per-second', until: new Date(now + waitMs) };
  }

  get state(): TrunkState {
    return {
      name: this.name,
      ports: this.ports.all.length,
      registered: this.ports.registered,
      busy: this.ports.busy,
      idle: this.idle,
      callsPerSecond: { used: this.beginnings.used(this.now), limit: this.callsPerSecond },
      servers: this.servers(),
      ...(this.heldBack && { heldBackUntil: new Date(this.heldUntil) }),
    };
  }

  /** @returns `undefined` exactly while there is a hindrance */
  acquire(): LeasedPort | undefined {
    const port = this.heldBack || this.closed ? undefined : this.ports.next;
    const right = port && this.beginnings.take(this.now);
    if (port === undefined || right === undefined) return undefined;
    port.lease();
    this.wakeUpWhenFree();
    return new Lease(port, this, () => this.beginnings.giveBack(right));
  }

  portStates(): PortState[] {
    return this.ports.all.map((port) => ({ trunk: this.name, ...port.state }));
  }

  /** A port was leased, released, registered or lost. */
  changed(port: LeasablePort): void {
    if (this.ports.update(port)) this.onAvailable();
  }

  /** The platform wants no INVITE for so long (RFC 3261 §21.5.4). */
  holdBack(ms: number): void {
    const until = this.now + Math.min(ms, LONGEST_RETRY_AFTER_MS);
    if (until <= this.heldUntil) return;
    this.heldUntil = until;
    this.wakeUpWhenFree();
  }

  /** Leases no more ports, which are about to be unregistered, and wakes nobody up any more. */
  close(): void {
    this.closed = true;
    this.wakeUp?.cancel();
  }

  private get now(): number {
    return this.clock.now().getTime();
  }

  private wakeUpWhenFree(): void {
    const { now } = this;
    const waitMs = Math.max(this.beginnings.waitMs(now), this.heldUntil - now);
    this.wakeUp?.cancel();
    if (waitMs <= 0) return;
    this.wakeUp = this.clock.setTimer(waitMs, () => {
      this.wakeUpWhenFree();
      this.onAvailable();
    });
  }
}
