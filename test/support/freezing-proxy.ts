import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** Stands before a database, and makes it hang at will: frozen, it accepts connections and data and is silent. */
export class FreezingProxy {
  private frozen = false;
  private readonly server;

  private constructor(port: number) {
    this.server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (data) => this.frozen || to.write(data));
        from.on('error', () => undefined).on('close', () => to.destroy());
      }
    });
  }

  /** @param url of a database on this machine @returns the proxy, and the database's address through it */
  static async before(url: string): Promise<{ proxy: FreezingProxy; url: string }> {
    const through = new URL(url);
    const proxy = new FreezingProxy(Number(through.port));
    await once(proxy.server.listen(0, '127.0.0.1'), 'listening');
    through.port = String((proxy.server.address() as AddressInfo).port);
    return { proxy, url: through.href };
  }

  freeze(): void {
    this.frozen = true;
  }

  /** What was sent in between is lost. */
  thaw(): void {
    this.frozen = false;
  }

  close(): void {
    this.server.close();
  }
}
