import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../support/ports.js';
import type { RegisterTimes } from './register-times.js';

/** A registrar over TCP that grants every registration, and can be killed and started again on its port. */
export class TcpRegistrar {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly times: RegisterTimes,
  ) {
    server.on('connection', (socket) => this.serve(socket));
  }

  /** @param port of one that was killed, to take its place */
  static async start(times: RegisterTimes, port?: number): Promise<TcpRegistrar> {
    const server = createServer();
    const own = port ?? (await freePort());
    await once(server.listen(own, '127.0.0.1'), 'listening');
    return new TcpRegistrar(server, own, times);
  }

  /** How many connections there are. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Its connections are reset. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Its connections are reset, and it answers nobody any more. */
  async kill(): Promise<void> {
    this.dropConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    let rest = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      // Nothing it gets has a body.
      const requests = (rest + chunk).split('\r\n\r\n');
      rest = requests.pop() ?? '';
      for (const request of requests) this.answer(socket, request);
    });
  }

  private answer(socket: Socket, request: string): void {
    const fields = request.match(/^(via|from|to|call-id|cseq|contact):.*$/gim) ?? [];
    const valueOf = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(request)?.[1];
    if (request.startsWith('REGISTER')) this.times.note(valueOf('call-id'), valueOf('cseq'));
    socket.write(`SIP/2.0 200 OK\r\n${fields.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`);
  }
}
