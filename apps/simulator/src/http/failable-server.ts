import type { Clock, Timer } from '@marcador/platform/clock.js';
import { JsonServer, type Handler } from './json-server.js';

/** How a server is out of service: it breaks all connections, or answers everything with 503 `SERVER_DOWN`. */
export type OutageKind = 'closed' | '503';

/** A server that can be put out of service for a while. */
export class FailableServer {
  private readonly server: JsonServer;
  private refusing = false;
  private timer: Timer | undefined;

  constructor(
    handler: Handler,
    private readonly host: string,
    private readonly clock: Clock,
    tls?: { readonly key: string; readonly cert: string },
  ) {
    const down = {
      status: 503,
      body: { error: { code: 'SERVER_DOWN', message: 'The server cannot work.' } },
    };
    this.server = new JsonServer((request) => (this.refusing ? down : handler(request)), tls);
  }

  /** @returns host and port */
  async open(port: number): Promise<string> {
    return `${this.host}:${await this.server.open(this.host, port)}`;
  }

  /** Goes out of service, whatever was before; real ms. All connections break. */
  fail(kind: OutageKind, forMs: number): void {
    this.timer?.cancel();
    this.timer = this.clock.setTimer(forMs, () => this.recover());
    this.refusing = kind === '503';
    this.server.vanish();
    if (this.refusing) this.server.comeBack();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private recover(): void {
    this.refusing = false;
    this.server.comeBack();
  }
}
