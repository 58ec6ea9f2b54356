import type { Socket } from 'node:net';
import type { Clock, Timer } from '@marcador/platform/clock.js';

/** A peer that connected has to have ended its handshake within this. */
const TIMEOUT_MS = 10_000;
/** Handshakes under way, all together; one more makes the oldest give way. */
const MOST = 200;

/** Connections of peers whose TLS handshake has not ended: they cost the peer nothing, and are let go soon. */
export class Handshakes {
  private readonly pending = new Map<string, { readonly socket: Socket; readonly timer: Timer }>();

  constructor(private readonly clock: Clock) {}

  /** A peer has connected. */
  begin(socket: Socket): void {
    const key = keyOf(socket);
    if (this.pending.size >= MOST) this.dropOldest();
    const timer = this.clock.setTimer(TIMEOUT_MS, () => socket.destroy());
    this.pending.set(key, { socket, timer });
    socket.once('close', () => this.forget(key));
  }

  /** It speaks TLS. @param socket of TLS, or the one below */
  ended(socket: Socket): void {
    this.forget(keyOf(socket));
  }

  private dropOldest(): void {
    const [oldest] = this.pending;
    if (oldest === undefined) return;
    this.forget(oldest[0]);
    oldest[1].socket.destroy();
  }

  private forget(key: string): void {
    this.pending.get(key)?.timer.cancel();
    this.pending.delete(key);
  }
}

/** TLS does not tell which socket is below; both have the peer's address. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}|${remotePort}`;
}
