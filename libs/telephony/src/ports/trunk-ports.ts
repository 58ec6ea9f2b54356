import type { PortRefusal } from '../dialer-port.js';
import { Fifo } from './fifo.js';
import type { LeasablePort } from './leasable-port.js';

/** How many codes of refusal are told of: those that most ports got. */
const MOST_REFUSALS = 3;

/** The ports of a trunk by what they can do now. Kept up as they change: to ask costs the same for any number of ports. */
export class TrunkPorts {
  readonly all: LeasablePort[] = [];
  private readonly registeredOnes = new Set<LeasablePort>();
  private readonly busyOnes = new Set<LeasablePort>();
  /** The one that is idle for longest comes first, so that all carry their share and a broken one shows. */
  private readonly idleOnes = new Fifo<LeasablePort>();
  private readonly codes = new Map<LeasablePort, number>();
  private readonly byCode = new Map<number, Fifo<LeasablePort>>();

  get registered(): number {
    return this.registeredOnes.size;
  }

  get busy(): number {
    return this.busyOnes.size;
  }

  get idle(): number {
    return this.idleOnes.size;
  }

  /** The idle port to take next. */
  get next(): LeasablePort | undefined {
    return this.idleOnes.first;
  }

  /** Why registrations are refused. */
  get refusals(): readonly PortRefusal[] {
    return [...this.byCode]
      .flatMap(([sipCode, { size, first }]) =>
        first === undefined ? [] : [{ sipCode, ports: size, port: first.name }],
      )
      .sort((a, b) => b.ports - a.ports)
      .slice(0, MOST_REFUSALS);
  }

  add(port: LeasablePort): void {
    this.all.push(port);
  }

  /** Takes notice of what became of a port. @returns whether it has become idle */
  update(port: LeasablePort): boolean {
    const { registered, busy } = port;
    keep(this.registeredOnes, port, registered);
    keep(this.busyOnes, port, busy);
    this.noteRefusal(port);
    if (registered && !busy) {
      const wasIdle = this.idleOnes.has(port);
      this.idleOnes.add(port);
      return !wasIdle;
    }
    this.idleOnes.delete(port);
    return false;
  }

  private noteRefusal(port: LeasablePort): void {
    const before = this.codes.get(port);
    const { sipCode } = port;
    if (before === sipCode) return;
    if (before !== undefined) this.forgetRefusal(port, before);
    if (sipCode === undefined) return;
    this.codes.set(port, sipCode);
    const others = this.byCode.get(sipCode) ?? new Fifo<LeasablePort>();
    others.add(port);
    this.byCode.set(sipCode, others);
  }

  private forgetRefusal(port: LeasablePort, code: number): void {
    this.codes.delete(port);
    const others = this.byCode.get(code);
    others?.delete(port);
    if (others?.size === 0) this.byCode.delete(code);
  }
}

function keep<T>(set: Set<T>, value: T, isIn: boolean): void {
  if (isIn) set.add(value);
  else set.delete(value);
}
