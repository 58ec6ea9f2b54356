import { createServer, type AddressInfo, type Server } from 'node:net';
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
  /**
   * For TLS; 0 takes a free one. Without a certificate of ours nobody can connect to it: our own connections leave from
   * it. @default 5061
   */
  readonly tlsPort?: number;
}

export interface SipSocketsDeps {
  readonly tls: TlsSettings;
  readonly connections: Connections;
  /** Whether somebody may connect. */
  readonly mayConnect: (address: string) => boolean;
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
    private readonly tls: Server | { readonly port: number },
  ) {}

  /** @throws Error when the address or a port cannot be bound: one sentence that says which */
  static async open(bind: SipBind, deps: SipSocketsDeps): Promise<SipSockets> {
    const { udp, tcp } = await openPair(bind, deps);
    const { address: host, tlsPort: port = DEFAULT_PORTS.tls } = bind;
    try {
      if (deps.tls.certificate === undefined)
        return new SipSockets(udp, tcp, { port: port === 0 ? await anyPort(host) : port });
      const { tls: settings, clock, mayConnect } = deps;
      return new SipSockets(
        udp,
        tcp,
        await listenTls(host, port, { settings, clock, mayConnect, accept: acceptInto(deps) }),
      );
    } catch (error) {
      await Promise.all([udp.close(), closed(tcp)]);
      throw cannotBind({ host, port }, 'TLS', error);
    }
  }

  /** Where it is reached over a transport: by whoever connects, or over our connections from there alone. */
  address(transport: SipTransport): HostPort {
    const { host, port } = this.udp.address;
    return { host, port: transport === 'tls' ? portOf(this.tls) : port };
  }

  /** {@link ConnectionsOptions.unreachableAs} */
  unreachableAs(transport: SipTransport): HostPort | undefined {
    return transport === 'tls' && 'port' in this.tls ? this.address(transport) : undefined;
  }

  async close(): Promise<void> {
    await Promise.all([this.udp.close(), closed(this.tcp), 'port' in this.tls || closed(this.tls)]);
  }
}

async function openPair(
  { address: host, port }: SipBind,
  deps: SipSocketsDeps,
): Promise<{ udp: UdpSocket; tcp: Server }> {
  for (let attempt = 1; ; attempt++) {
    const udp = await UdpSocket.open({ host, port }, deps.onDatagram, deps.onError).catch(
      (error: unknown) => {
        throw cannotBind({ host, port }, 'UDP', error);
      },
    );
    try {
      const { mayConnect } = deps;
      const tcp = await listenTcp(host, udp.address.port, { mayConnect, accept: acceptInto(deps) });
      return { udp, tcp };
    } catch (error) {
      await udp.close();
      if (port !== 0 || attempt >= ATTEMPTS) throw cannotBind({ host, port }, 'TCP', error);
    }
  }
}

function acceptInto({ connections }: SipSocketsDeps): Connections['accept'] {
  return (socket, transport) => connections.accept(socket, transport);
}

/** A port that nobody has now; where somebody takes it before a connection does, the connection takes another one. */
async function anyPort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen({ host, port: 0, exclusive: true }, resolve),
  );
  const port = portOf(server);
  await closed(server);
  return port;
}

function portOf(tls: Server | { readonly port: number }): number {
  return 'port' in tls ? tls.port : (tls.address() as AddressInfo).port;
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
