import { EmitterImpl } from 'sip.js/lib/api/emitter.js';
import { TransportState } from 'sip.js/lib/api/transport-state.js';
import type { Transport } from 'sip.js/lib/api/transport.js';
import { TransportError } from 'sip.js/lib/core/exceptions/transport-error.js';
import type { Logger } from 'sip.js/lib/core/log/logger.js';
import type { Endpoint } from './demultiplexer.js';
import type { RequestHead } from './message-head.js';
import type { TrunkServers } from './servers/trunk-servers.js';
import type { SipSocket } from './sip-socket.js';

export interface SharedTransportOptions {
  readonly socket: SipSocket;
  readonly tag: string;
  readonly user: string;
  readonly servers: TrunkServers | undefined;
}

/** The transport of one user agent on the shared {@link SipSocket}, as sip.js wants it. Connected when attached. */
export class SharedTransport implements Transport, Endpoint {
  /** What Via says; the socket corrects it in a message that takes another way. */
  readonly protocol: string;
  readonly stateChange = new EmitterImpl<TransportState>();
  readonly tag: string;
  readonly user: string;
  readonly servers: TrunkServers | undefined;
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  /** {@link Endpoint.knows}, which its user agent does. */
  isKnown: ((request: RequestHead) => boolean) | undefined;
  /** Why a message could not leave, the last time that happened: sip.js keeps it to itself. */
  lastError: string | undefined;
  private readonly socket: SipSocket;
  private attached = false;
  private readable = true;

  constructor(_logger: Logger, { socket, tag, user, servers }: SharedTransportOptions) {
    this.socket = socket;
    this.tag = tag;
    this.user = user;
    this.servers = servers;
    this.protocol = (servers?.transport ?? 'udp').toUpperCase();
  }

  get state(): TransportState {
    return this.attached ? TransportState.Connected : TransportState.Disconnected;
  }

  isConnected(): boolean {
    return this.attached;
  }

  connect(): Promise<void> {
    if (this.attached) return Promise.resolve();
    this.socket.attach(this);
    this.attached = true;
    this.stateChange.emit(this.state);
    this.onConnect?.();
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    if (!this.attached) return Promise.resolve();
    this.attached = false;
    this.socket.detach(this);
    this.stateChange.emit(this.state);
    this.onDisconnect?.();
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    await this.disconnect();
    this.stateChange.removeAllListeners();
  }

  async send(message: string): Promise<void> {
    try {
      await this.socket.send(this, message);
    } catch (error) {
      this.lastError = error instanceof Error ? error.message : String(error);
      throw new TransportError(this.lastError);
    }
  }

  /** {@link SipSocket.hasBetterServer} */
  hasBetterServer(callId: string, method: string): boolean {
    return this.socket.hasBetterServer(this, callId, method);
  }

  knows(request: RequestHead): boolean {
    return this.isKnown?.(request) === true;
  }

  receive(text: string): boolean {
    this.readable = true;
    this.onMessage?.(text);
    return this.readable;
  }

  /** Says of the message that is being received that it cannot be read. */
  unreadable(): void {
    this.readable = false;
  }
}
