import { createSocket, type Socket } from 'node:dgram';

/** UDP ports, both ends included; RTP goes to even ones, RTCP to the odd ones after them. `min` 0 takes any free pair. */
export interface RtpPortRange {
  readonly min: number;
  readonly max: number;
}

/** The sockets of one stream. */
export interface RtpSockets {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  /** Of `rtp`. */
  readonly port: number;
}

/** Any free port is odd half of the time: many tries make a failure next to impossible. */
const TRIES_OF_ANY_PORT = 32;
const LAST_PORT = 65_535;

/** Gives pairs of ports of a range, going round it, so that packets of a call that ended reach no new one. */
export class RtpPorts {
  private cursor = 0;

  constructor(
    private readonly address: string,
    private readonly range: RtpPortRange,
  ) {}

  /** @throws Error when the range has no free pair, or the address is none of this host */
  async open(): Promise<RtpSockets> {
    for (const candidate of this.candidates()) {
      const rtp = await bind(this.address, candidate);
      if (rtp === undefined) continue;
      const { port } = rtp.address();
      const rtcp = port % 2 === 0 ? await bindOr(rtp, this.address, port + 1) : undefined;
      if (rtcp !== undefined) return { rtp, rtcp, port };
      rtp.close();
    }
    const { min, max } = this.range;
    throw new Error(`No free pair of RTP ports from ${min} to ${max} on ${this.address}: widen the range`);
  }

  private *candidates(): Iterable<number> {
    const { min } = this.range;
    if (min === 0) {
      for (let i = 0; i < TRIES_OF_ANY_PORT; i++) yield 0;
      return;
    }
    const first = min + (min % 2);
    const pairs = pairsOf(this.range);
    for (let i = 0; i < pairs; i++) yield first + 2 * (this.cursor++ % pairs);
  }
}

/** How many streams a range has room for. */
function pairsOf({ min, max }: RtpPortRange): number {
  return Math.max(0, Math.floor((max + 1) / 2) - Math.ceil(min / 2));
}

/** Shares a range out, in whole pairs and as evenly as can be. A range of any free ports is everybody's. */
export function slicesOf(range: RtpPortRange, count: number): RtpPortRange[] {
  if (range.min === 0) return Array.from({ length: count }, () => range);
  const first = range.min + (range.min % 2);
  const pairs = pairsOf(range);
  const begin = (index: number) => first + 2 * Math.floor((index * pairs) / count);
  return Array.from({ length: count }, (_, index) => ({ min: begin(index), max: begin(index + 1) - 1 }));
}

/** Binds the second port of a pair; when that rejects, the first is not left behind. */
async function bindOr(first: Socket, address: string, port: number): Promise<Socket | undefined> {
  if (port > LAST_PORT) return undefined;
  try {
    return await bind(address, port);
  } catch (error) {
    first.close();
    throw error;
  }
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  // Addresses are literal; Node would otherwise go through its resolver for each packet.
  const lookup = (
    host: string,
    _options: unknown,
    found: (error: null, address: string, family: number) => void,
  ) => found(null, host, host.includes(':') ? 6 : 4);
  const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', lookup });
  return new Promise((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
