import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../../log.js';
import { hopKey, type Hop, type SipTransport } from './hop.js';
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
  readonly onMessage: (bytes: Buffer, connection: StreamConnection) => void;
  /** @returns what is said to the peer before the connection is closed; `undefined`: nothing */
  readonly onUnframeable: (error: FramingError, connection: StreamConnection) => string | undefined;
  /** A connection that we had opened is gone, though nobody here closed it. */
  readonly onLost: (hop: Hop, reason: string) => void;
}

const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 30_000;
/** Connections that peers opened, all together; one more makes the one that is silent longest give way. */
const MOST_ACCEPTED = 1_000;

/** A destination that could not be connected to; it is left alone for a while. */
interface Failure {
  readonly error: Error;
  readonly until: number;
  readonly backOffMs: number;
}

/**
 * The TCP and TLS connections of a node: one for each destination and transport, used for all that goes there as long
 * as it stands (RFC 5923), opened again by the next message when it was lost, less and less often while that fails; and
 * those that peers opened.
 */
export class Connections {
  private readonly opened = new Map<string, Promise<StreamConnection>>();
  private readonly accepted = new Set<StreamConnection>();
  private readonly byId = new Map<number, StreamConnection>();
  private readonly failures = new Map<string, Failure>();
  private readonly opening = new Set<Socket>();
  private closed = false;

  constructor(private readonly options: ConnectionsOptions) {}

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
    const key = hopKey(hop);
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

  /** Takes a connection that a peer opened. */
  accept(socket: Socket, transport: SipTransport): void {
    if (this.closed || socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    if (this.accepted.size >= MOST_ACCEPTED) {
      const [oldest] = this.accepted;
      oldest?.close('too many peers are connected');
    }
    const connection = new StreamConnection(socket, transport, 'peer', {
      ...this.options,
      onMessage: (bytes) => {
        // The last one to speak is the last one to give way.
        this.accepted.delete(connection);
        this.accepted.add(connection);
        this.options.onMessage(bytes, connection);
      },
      onClose: (reason) => {
        this.accepted.delete(connection);
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
    for (const connection of this.accepted) connection.close('SIP is closing');
    for (const opened of this.opened.values()) {
      const connection = await opened.catch(() => undefined);
      connection?.close('SIP is closing');
    }
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

  private connect(hop: Hop, key: string): Promise<StreamConnection> {
    const { localAddress, tls, clock } = this.options;
    const address = { host: hop.host, port: hop.port, localAddress };
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
      socket.once(isTls ? 'secureConnect' : 'connect', () =>
        settle(() => resolve(this.connected(socket, hop, key))),
      );
    });
  }

  private connected(socket: Socket, hop: Hop, key: string): StreamConnection {
    const connection = new StreamConnection(socket, hop.transport, 'us', {
      ...this.options,
      onClose: (reason) => {
        this.opened.delete(key);
        this.ended(connection, reason);
        if (!this.closed) this.options.onLost(hop, reason);
      },
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
    this.failures.delete(key);
    if (this.failures.size >= MOST_ACCEPTED) this.failures.clear();
    this.failures.set(key, { error, until: this.now() + backOffMs, backOffMs });
  }

  private ended({ id, remote, transport }: StreamConnection, reason: string): void {
    this.byId.delete(id);
    this.options.log.debug({ peer: hopKey({ ...remote, transport }), reason }, 'SIP connection ended');
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}
