import type { Socket } from 'node:net';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import { KeepAlive } from './keep-alive.js';
import type { HostPort, SipTransport } from './hop.js';
import { FramingError, StreamFraming } from './stream-framing.js';

export interface StreamConnectionDeps {
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  readonly onMessage: (bytes: Buffer, connection: StreamConnection) => void;
  /** @returns what is said before the connection is closed; `undefined`: nothing */
  readonly onUnframeable: (error: FramingError, connection: StreamConnection) => string | undefined;
  /** What is written for a message of ours that takes this connection. @default the message */
  readonly asSent?: (text: string) => string;
  /** Once, when nothing can be sent any more: before `onClose` where the peer still reads our last word. */
  readonly onEnding?: (reason: string) => void;
  /** Once, however it ended. */
  readonly onClose: (reason: string, connection: StreamConnection) => void;
}

/** A message that has begun has to be complete within this, and the first one of a peer that connected to us. */
const MESSAGE_TIMEOUT_MS = 10_000;
/** A peer that connected to us and says nothing any more, not even a ping, is let go. */
const IDLE_TIMEOUT_MS = 15 * 60_000;
/** A peer that does not read is let go before it fills the memory. */
const MOST_UNSENT_BYTES = 1 << 20;
/**
 * What is closed at once while more comes in takes our last word with it: the peer gets so long to read it, and is not
 * heard any more.
 */
const LAST_WORD_MS = 1_000;

const PING = '\r\n\r\n';
const PONG = '\r\n';

let lastId = 0;

/**
 * An open TCP or TLS connection: cuts what comes into messages, answers pings and sends its own, and closes when the
 * peer sends no SIP, sends it too slowly, or does not read.
 */
export class StreamConnection {
  /** Names it in this process; no other one ever has the same. */
  readonly id = ++lastId;
  /** Where the peer is. */
  readonly remote: HostPort;
  private readonly framing = new StreamFraming();
  private readonly keepAlive: KeepAlive | undefined;
  private messageTimer: Timer | undefined;
  private idleTimer: Timer | undefined;
  /** CRLFs since the last message; two are a ping. */
  private blanks = 0;
  /** Our last word was said. */
  private ending = false;
  private closed = false;

  /** @param openedBy who connected to whom */
  constructor(
    private readonly socket: Socket,
    readonly transport: SipTransport,
    readonly openedBy: 'us' | 'peer',
    private readonly deps: StreamConnectionDeps,
  ) {
    this.remote = { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk) => this.received(chunk));
    socket.on('error', (error) => this.close(error.message));
    // A peer that has said its last word gets no more answers either (RFC 3261 has no half-closed connections).
    socket.on('end', () => this.close('the peer closed the connection'));
    socket.on('close', () => this.close('the connection was lost'));
    if (openedBy === 'us') {
      this.keepAlive = new KeepAlive({
        clock: deps.clock,
        random: deps.random,
        ping: () => this.write(PING),
        fail: () => this.close('the peer does not answer pings'),
      });
    } else {
      this.limitMessage();
      this.limitIdleness();
    }
  }

  get isOpen(): boolean {
    return !this.closed && !this.ending;
  }

  /** @throws Error when the connection is closed, or the peer does not read */
  send(text: string): Promise<void> {
    if (!this.isOpen) return Promise.reject(new Error('the connection is closed'));
    const { asSent = (message) => message } = this.deps;
    return new Promise((resolve, reject) =>
      this.write(asSent(text), (error) => (error == null ? resolve() : reject(error))),
    );
  }

  close(reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.keepAlive?.stop();
    this.messageTimer?.cancel();
    this.idleTimer?.cancel();
    this.socket.destroy();
    if (!this.ending) this.deps.onEnding?.(reason);
    this.deps.onClose(reason, this);
  }

  private received(chunk: Buffer): void {
    if (!this.isOpen) return;
    try {
      for (const frame of this.framing.push(chunk)) {
        if (frame.kind === 'message') this.message(frame.bytes);
        else this.crlf();
        if (this.closed) return;
      }
    } catch (error) {
      this.failed(error);
      return;
    }
    if (!this.framing.isInside) this.stopLimit();
    else if (this.messageTimer === undefined) this.limitMessage();
    if (this.openedBy === 'peer') this.limitIdleness();
  }

  private failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const lastWord = error instanceof FramingError ? this.deps.onUnframeable(error, this) : undefined;
    if (lastWord === undefined) this.close(reason);
    else this.end(lastWord, reason);
  }

  private end(lastWord: string, reason: string): void {
    this.ending = true;
    this.keepAlive?.stop();
    this.idleTimer?.cancel();
    this.stopLimit();
    this.messageTimer = this.deps.clock.setTimer(LAST_WORD_MS, () => this.close(reason));
    this.socket.end(lastWord);
    this.deps.onEnding?.(reason);
  }

  private message(bytes: Buffer): void {
    this.blanks = 0;
    this.stopLimit();
    this.keepAlive?.heard();
    this.deps.onMessage(bytes, this);
  }

  private crlf(): void {
    if (this.keepAlive?.pong() === true) this.blanks = 0;
    else if (++this.blanks % 2 === 0) this.write(PONG);
  }

  private write(text: string, done?: (error?: Error | null) => void): void {
    this.socket.write(text, done);
    if (this.socket.writableLength > MOST_UNSENT_BYTES) this.close('the peer does not read');
  }

  private limitMessage(): void {
    this.messageTimer = this.deps.clock.setTimer(MESSAGE_TIMEOUT_MS, () =>
      this.close('the peer did not complete a message in time'),
    );
  }

  private stopLimit(): void {
    this.messageTimer?.cancel();
    this.messageTimer = undefined;
  }

  private limitIdleness(): void {
    this.idleTimer?.cancel();
    this.idleTimer = this.deps.clock.setTimer(IDLE_TIMEOUT_MS, () => this.close('the peer was silent'));
  }
}
