import { Socket } from 'node:dgram';

/** When SIP messages pass this process's sockets, by looking over their shoulder. */
export class WireTimes {
  /** ms from the 200 of an INVITE coming in to its REFER leaving. */
  readonly answerToRefer: number[] = [];
  /** ms from an agent reported free, or from the port that he waited for, to the next INVITE leaving. */
  readonly freeToInvite: number[] = [];
  /** ms from then to the ACK of that INVITE leaving. */
  readonly freeToAck: number[] = [];
  private readonly answeredAt = new Map<string, number>();
  private readonly freeFor = new Map<string, number>();
  /** Missing for agents who wait for a port. */
  private freeAt: (number | undefined)[] = [];

  constructor() {
    const saw = (data: unknown, incoming: boolean) => this.saw(data, incoming);
    const send = method('send');
    const emit = method('emit');
    Socket.prototype.send = function (this: Socket, ...args: unknown[]) {
      saw(args[0], false);
      send.apply(this, args);
    };
    Socket.prototype.emit = function (this: Socket, ...args: unknown[]) {
      if (args[0] === 'message') saw(args[1], true);
      return emit.apply(this, args) as boolean;
    };
  }

  /** Calls that were answered and are not transferred yet. */
  get listenedTo(): number {
    return this.answeredAt.size;
  }

  /** @param isPortIdle whether he has no need to wait for one, which is not counted */
  agentFree(isPortIdle: boolean): void {
    this.freeAt.push(isPortIdle ? performance.now() : undefined);
  }

  portIdle(): void {
    const first = this.freeAt.indexOf(undefined);
    if (first !== -1) this.freeAt[first] = performance.now();
  }

  /** Forgets all that was. */
  clear(): void {
    this.freeAt = [];
    this.answeredAt.clear();
    this.freeFor.clear();
    for (const times of [this.answerToRefer, this.freeToInvite, this.freeToAck]) times.length = 0;
  }

  private saw(data: unknown, incoming: boolean): void {
    const text = typeof data === 'string' ? data : Buffer.isBuffer(data) ? data.toString('latin1') : '';
    const now = performance.now();
    if (incoming) {
      if (text.startsWith('SIP/2.0 200') && /^CSeq: *\d+ INVITE/im.test(text))
        this.answeredAt.set(callIdOf(text), now);
    } else if (text.startsWith('INVITE ')) {
      const free = this.freeAt.shift();
      if (free === undefined) return;
      this.freeToInvite.push(now - free);
      this.freeFor.set(callIdOf(text), free);
    } else if (text.startsWith('ACK ')) {
      push(this.freeToAck, take(this.freeFor, callIdOf(text)), now);
    } else if (text.startsWith('REFER ')) {
      push(this.answerToRefer, take(this.answeredAt, callIdOf(text)), now);
    }
  }
}

function push(times: number[], begin: number | undefined, end: number): void {
  if (begin !== undefined) times.push(end - begin);
}

function take(times: Map<string, number>, callId: string): number | undefined {
  const time = times.get(callId);
  times.delete(callId);
  return time;
}

function method(name: 'send' | 'emit'): (this: Socket, ...args: unknown[]) => unknown {
  return Reflect.get(Socket.prototype, name) as (this: Socket, ...args: unknown[]) => unknown;
}

function callIdOf(text: string): string {
  return /^Call-ID: *(.*)$/im.exec(text)?.[1]?.trim() ?? '';
}
