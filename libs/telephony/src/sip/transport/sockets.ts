import type { Server } from 'node:net';
import type { Clock } from '@marcador/platform/clock.js';
import type { Connections } from './connections.js';
import { type HostPort, DEFAULT_PORTS, type SipTransport } from './hop.js';
import { listenTcp, listenTls } from './listeners.js';
import type { TlsSettings } from './tls-options.js';
import { UdpSocket } from './udp-socket.js';

/** Where SIP listens. */
export interface SipBind {
  /** No wildcard: it goes into Via and Contact. */
  readonly address: string;
  /** For UDP and TCP (RFC 3261 §18.2.1); 0 takes one that is free for both. */
  readonly port: number;
  /** For TLS; 0 takes a free one. There is no listener without a certificate of ours. @default 5061 */
  readonly tlsPort?: number;
}

export interface SipSocketsDeps {
  readonly tls: TlsSettings;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly onDatagram: (bytes: Buffer, source: HostPort) => void;
  readonly onError: (error: Error) => void;
}

/** How many free UDP ports are tried whose TCP port is taken. */
const ATTEMPTS = 20;

/** The UDP socket and the TCP and TLS listeners of a node. */
export class SipSockets {
  private constructor(
    readonly udp: UdpSocket,
    private readonly tcp: Server,
    private readonly tls: Server | undefined,
  ) {}

  /** @throws Error when the address or a port cannot be bound: one sentence that says which */
  static async open(bind: SipBind, deps: SipSocketsDeps): Promise<SipSockets> {
    const { udp, tcp } = await openPair(bind, deps);
    if (deps.tls.certificate === undefined) return new SipSockets(udp, tcp, undefined);
    const { address: host, tlsPort: port = DEFAULT_PORTS.tls } = bind;
    const accept: Connections['accept'] = (socket, transport) => deps.connections.accept(socket, transport);
    try {
      const tls = await listenTls(host, port, { settings: deps.tls, clock: deps.clock, accept });
      return new SipSockets(udp, tcp, tls);
    } catch (error) {
      await Promise.all([udp.close(), closed(tcp)]);
      throw cannotBind({ host, port }, 'TLS', error);
    }
  }

  /** Where it listens for a transport; without a listener for TLS the port of UDP stands in, to name us by. */
  address(transport: SipTransport): HostPort {
    const { host, port } = this.udp.address;
    const tlsAddress = transport === 'tls' ? this.tls?.address() : undefined;
    return { host, port: typeof tlsAddress === 'object' && tlsAddress !== null ? tlsAddress.port : port };
  }

  async close(): Promise<void> {
    await Promise.all([this.udp.close(), closed(this.tcp), this.tls && closed(this.tls)]);
  }
}

async function openPair(
  { address: host, port }: SipBind,
  { connections, onDatagram, onError }: SipSocketsDeps,
): Promise<{ udp: UdpSocket; tcp: Server }> {
  for (let attempt = 1; ; attempt++) {
    const udp = await UdpSocket.open({ host, port }, onDatagram, onError).catch((error: unknown) => {
      throw cannotBind({ host, port }, 'UDP', error);
    });
    try {
      const tcp = await listenTcp(host, udp.address.port, (socket, kind) => connections.accept(socket, kind));
      return { udp, tcp };
    } catch (error) {
      await udp.close();
      if (port !== 0 || attempt >= ATTEMPTS) throw cannotBind({ host, port }, 'TCP', error);
    }
  }
}

function cannotBind({ host, port }: HostPort, protocol: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(
    `Cannot bind SIP to ${host}:${port} (${code ?? message}): choose a free ${protocol} port of this host`,
  );
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
