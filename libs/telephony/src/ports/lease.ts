import type { DialRequest, LeasedPort, OutboundCall } from '../dialer-port.js';
import type { CallRight } from './call-rate.js';
import type { InviteGate } from './invite-gate.js';
import type { LeasablePort } from './leasable-port.js';

/** What a lease asks of the trunk of its port. */
export interface LeasingTrunk {
  readonly gate: InviteGate;
  readonly heldBack: boolean;
}

/** A port in the hands of one call attempt, from the moment it was taken. */
export class Lease implements LeasedPort {
  private state: 'taken' | 'dialled' | 'released' = 'taken';
  private right: CallRight | undefined;

  /** @param notBegun the lease ends without a call */
  constructor(
    private readonly port: LeasablePort,
    private readonly trunk: LeasingTrunk,
    private readonly notBegun: () => void,
  ) {}

  get name(): string {
    return this.port.name;
  }

  async turn(): Promise<boolean> {
    this.right ??= await this.trunk.gate.pass();
    return this.port.registered && !this.trunk.heldBack;
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
      if (this.right !== undefined) this.trunk.gate.giveBack(this.right);
    }
    this.state = 'released';
    this.port.release();
  }
}
