import { Socket } from 'node:dgram';

/** When SIP messages pass this process's sockets, by looking over their shoulder. */
export class WireTimes {
  /** ms from the 200 of an INVITE coming in to its REFER leaving. */
  readonly answerToRefer: number[] = [];
  /** ms from an agent reported free to the next INVITE leaving. */
  readonly freeToInvite: number[] = [];
  private readonly answeredAt = new Map<string, number>();
  private readonly freeAt: number[] = [];

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

  agentFree(): void {
    this.freeAt.push(performance.now());
  }

  private saw(data: unknown, incoming: boolean): void {
    const text = typeof data === 'string' ? data : Buffer.isBuffer(data) ? data.toString('latin1') : '';
    const now = performance.now();
    if (incoming && text.startsWith('SIP/2.0 200') && /^CSeq: *\d+ INVITE/im.test(text)) {
      this.answeredAt.set(callIdOf(text), now);
    } else if (!incoming && text.startsWith('INVITE ')) {
      const free = this.freeAt.shift();
      if (free !== undefined) this.freeToInvite.push(now - free);
    } else if (!incoming && text.startsWith('REFER ')) {
      const answered = this.answeredAt.get(callIdOf(text));
      if (answered !== undefined) this.answerToRefer.push(now - answered);
    }
  }
}

function method(name: 'send' | 'emit'): (this: Socket, ...args: unknown[]) => unknown {
  return Reflect.get(Socket.prototype, name) as (this: Socket, ...args: unknown[]) => unknown;
}

function callIdOf(text: string): string {
  return /^Call-ID: *(.*)$/im.exec(text)?.[1]?.trim() ?? '';
}
