import { createSocket, type Socket } from 'node:dgram';
import { decode, encode, AUTHORITATIVE_ANSWER, type Answer } from 'dns-packet';

/** A DNS server on 127.0.0.1 that knows what a test tells it, and that nothing else exists. */
export class DnsServer {
  /** What was asked: `SRV _sip._udp.example.com`. */
  readonly asked: string[] = [];
  /** Says nothing, as a server that is down. */
  silent = false;
  private records: readonly Answer[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('message', (query, { port, address }) => {
      const reply = this.reply(query);
      if (reply !== undefined) socket.send(reply, port, address);
    });
  }

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new DnsServer(socket);
  }

  /** `address:port`, as resolvers take it. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** Knows these records from now on, and no others. */
  knows(records: readonly Answer[]): void {
    this.records = records;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private reply(query: Buffer): Buffer | undefined {
    const { id = 0, questions = [] } = decode(query);
    this.asked.push(...questions.map(({ type, name }) => `${type} ${name}`));
    if (this.silent) return undefined;
    const known = this.records.filter(({ name }) => questions.some((question) => question.name === name));
    const answers = known.filter(({ type }) => questions.some((question) => question.type === type));
    const nameError = 3;
    return encode({
      type: 'response',
      id,
      flags: AUTHORITATIVE_ANSWER | (known.length === 0 ? nameError : 0),
      questions,
      answers,
    });
  }
}

const ttl = 60;

export const a = (name: string, data: string): Answer => ({ type: 'A', name, ttl, data });
export const aaaa = (name: string, data: string): Answer => ({ type: 'AAAA', name, ttl, data });

export function srv(name: string, target: string, port: number, priority = 10, weight = 10): Answer {
  return { type: 'SRV', name, ttl, data: { target, port, priority, weight } };
}

export function naptr(
  name: string,
  order: number,
  preference: number,
  service: string,
  replacement: string,
): Answer {
  return {
    type: 'NAPTR',
    name,
    ttl,
    data: { order, preference, flags: 's', services: service, regexp: '', replacement },
  };
}
