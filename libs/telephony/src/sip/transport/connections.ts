import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../../log.js';
import { AcceptedConnections } from './accepted-connections.js';
import { hopKey, type Hop, type HostPort, type SipTransport } from './hop.js';
import { withOwnPort } from './own-port.js';
import { StreamConnection } from './stream-connection.js';
import type { FramingError } from './stream-framing.js';
import { clientOptions, type TlsSettings } from './tls-options.js';

export interface ConnectionsOptions {
  /** The address that connections leave from. */
  readonly localAddress: string;
  readonly tls: TlsSettings;
  readonly clock: Clock;
  readonly log: TelephonyLog;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  /**
   * Where nobody can connect to us over a transport: how messages name us that leave over it. What comes from there
   * comes over the connections that we opened, so they leave from that port where it can be had.
   */
  readonly unreachableAs: (transport: SipTransport) => HostPort | undefined;
  /** Whether we have business with an address: its connections stay when others have to give way. */
  readonly isPlatform: (address: string) => boolean;
  /** @returns whether the message is dealt with */
  readonly onMessage: (bytes: Buffer, connection: StreamConnection) => boolean;
  /** @returns what is said to the peer before the connection is closed; `undefined`: nothing */
  readonly onUnframeable: (error: FramingError, connection: StreamConnection) => string | undefined;
  /** A connection that we had opened is gone, though nobody here closed it. */
  readonly onLost: (hop: Hop, reason: string) => void;
}

const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 30_000;
/** Destinations whose failures, and whose connections' ports, are remembered. */
const MOST_REMEMBERED = 1_000;
/** The port is somebody else's, or that of a former connection to the same place that is still being closed. */
const PORT_TAKEN = new Set(['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES']);

/** A destination that could not be connected to; it is left alone for a while. */
interface Failure {
  readonly error: Error;
  readonly until: number;
  readonly backOffMs: number;
}

/**
 * The TCP and TLS connections of a node: one for each destination and transport, over TLS also for each name that its
 * certificate was checked for, used for all that goes there as long as it stands, opened again by the next message when
 * it was lost, less and less often while that fails; and those that peers opened.
 */
export class Connections {
  private readonly opened = new Map<string, Promise<StreamConnection>>();
  private readonly accepted: AcceptedConnections;
  private readonly byId = new Map<number, StreamConnection>();
  private readonly failures = new Map<string, Failure>();
  private readonly opening = new Set<Socket>();
  /** The ports that the last connections left from over which alone we can be reached. */
  private readonly ownPorts = new Map<string, number>();
  private closed = false;

  constructor(private readonly options: ConnectionsOptions) {
    this.accepted = new AcceptedConnections(options.isPlatform);
  }

  /** How many connections there are, both ways. */
  get size(): number {
    return this.opened.size + this.accepted.size;
  }

  /**
   * The connection to a hop, opened if there is none. Those who ask meanwhile get the same one.
   * @throws Error when it cannot be opened, or could not a moment ago
   */
  to(hop: Hop): Promise<StreamConnection> {
    if (this.closed) return Promise.reject(new Error('SIP has been closed'));
    const key = connectionKey(hop);
    const known = this.opened.get(key);
    if (known !== undefined) return known;
    const failure = this.failures.get(key);
    if (failure !== undefined && failure.until > this.now()) return Promise.reject(failure.error);
    const opened = this.open(hop, key);
    this.opened.set(key, opened);
    return opened;
  }

  /** The connection with that number, if it still stands. */
  get(id: number): StreamConnection | undefined {
    return this.byId.get(id);
  }

  /** Takes a connection that a peer opened, if there is room for it. */
  accept(socket: Socket, transport: SipTransport): void {
    const { remoteAddress } = socket;
    if (this.closed || remoteAddress === undefined || !this.accepted.makeRoom(remoteAddress)) {
      socket.destroy();
      return;
    }
    const connection = new StreamConnection(socket, transport, 'peer', {
      ...this.options,
      onMessage: (bytes) => {
        if (this.options.onMessage(bytes, connection)) this.accepted.heard(connection);
      },
      onClose: (reason) => {
        this.accepted.remove(connection);
        this.ended(connection, reason);
      },
    });
    this.accepted.add(connection);
    this.byId.set(connection.id, connection);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const socket of this.opening) socket.destroy();
    await Promise.allSettled(this.opened.values());
    for (const connection of [...this.byId.values()]) connection.close('SIP is closing');
  }

  private async open(hop: Hop, key: string): Promise<StreamConnection> {
    try {
      const connection = await this.connect(hop, key);
      this.failures.delete(key);
      return connection;
    } catch (error) {
      this.opened.delete(key);
      const { message } = error as Error;
      const failed = new Error(`${hop.transport.toUpperCase()} connection to ${hop.name} failed: ${message}`);
      this.leaveAlone(key, failed);
      throw failed;
    }
  }

  private async connect(hop: Hop, key: string): Promise<StreamConnection> {
    const named = this.options.unreachableAs(hop.transport);
    if (named === undefined)
      return this.connectFrom(undefined, hop, (socket) => this.connected(socket, hop, key));
    const connected = (socket: Socket) => {
      const port = socket.localPort ?? named.port;
      remember(this.ownPorts, key, port);
      return this.connected(socket, hop, key, (text) => withOwnPort(text, named, port));
    };
    const port = this.ownPorts.get(key) ?? named.port;
    return this.connectFrom(port, hop, connected).catch((error: NodeJS.ErrnoException) => {
      if (!PORT_TAKEN.has(error.code ?? '')) throw error;
      return this.connectFrom(undefined, hop, connected);
    });
  }

  private connectFrom(
    localPort: number | undefined,
    hop: Hop,
    connected: (socket: Socket) => StreamConnection,
  ): Promise<StreamConnection> {
    const { localAddress, tls, clock } = this.options;
    const own = localPort === undefined ? { localAddress } : { localAddress, localPort };
    const address = { host: hop.host, port: hop.port, ...own };
    return new Promise((resolve, reject) => {
      const isTls = hop.transport === 'tls';
      const socket = isTls ? connectTls({ ...clientOptions(hop, tls), ...address }) : connectTcp(address);
      this.opening.add(socket);
      const timer: Timer = clock.setTimer(CONNECT_TIMEOUT_MS, () =>
        socket.destroy(new Error('no answer in time')),
      );
      const settle = (outcome: () => void) => {
        timer.cancel();
        this.opening.delete(socket);
        socket.off('error', failed);
        socket.off('close', ended);
        outcome();
      };
      const failed = (error: Error) => settle(() => reject(error));
      const ended = () => settle(() => reject(new Error('the peer closed the connection')));
      socket.once('error', failed);
      socket.once('close', ended);
      socket.once(isTls ? 'secureConnect' : 'connect', () => settle(() => resolve(connected(socket))));
    });
  }

  private connected(
    socket: Socket,
    hop: Hop,
    key: string,
    asSent?: (text: string) => string,
  ): StreamConnection {
    const connection = new StreamConnection(socket, hop.transport, 'us', {
      ...this.options,
      ...(asSent && { asSent }),
      onEnding: (reason) => {
        this.opened.delete(key);
        if (!this.closed) this.options.onLost(hop, reason);
      },
      onClose: (reason) => this.ended(connection, reason),
    });
    this.byId.set(connection.id, connection);
    return connection;
  }

  private leaveAlone(key: string, error: Error): void {
    const last = this.failures.get(key);
    const backOffMs = Math.min(
      LONGEST_BACK_OFF_MS,
      last === undefined ? FIRST_BACK_OFF_MS : last.backOffMs * 2,
    );
    remember(this.failures, key, { error, until: this.now() + backOffMs, backOffMs });
  }

  private ended({ id, remote, transport }: StreamConnection, reason: string): void {
    this.byId.delete(id);
    this.options.log.debug({ peer: hopKey({ ...remote, transport }), reason }, 'SIP connection ended');
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}

/** Over TLS a connection is to a name: the certificate over there was checked for no other one. */
function connectionKey(hop: Hop): string {
  return hop.transport === 'tls' ? `${hopKey(hop)} ${hop.name}` : hopKey(hop);
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  memory.delete(key);
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  memory.set(key, value);
}
