import type { StreamConnection } from './stream-connection.js';

/** Connections that peers opened, all together. */
const MOST = 1_000;
/** Of one address: a platform needs a few, and those that it lost count until they are noticed. */
const MOST_OF_AN_ADDRESS = 100;

type Accepted = Pick<StreamConnection, 'remote' | 'close'>;

/**
 * The connections that peers opened. One that is too many makes another one give way, the one that was heard least
 * recently: of the same address where that one has too many, else of somebody whom we have no business with. Who is no
 * platform of ours never takes the place of one that is.
 */
export class AcceptedConnections {
  /** The one that was heard most recently is the last. */
  private readonly connections = new Set<Accepted>();

  /** @param isPlatform whether we have business with an address */
  constructor(private readonly isPlatform: (address: string) => boolean) {}

  get size(): number {
    return this.connections.size;
  }

  /** @returns whether there is room for one more of this address, which somebody else may have made */
  makeRoom(address: string): boolean {
    const ofAddress = this.those((host) => host === address);
    if (ofAddress.length >= MOST_OF_AN_ADDRESS) return giveWay(ofAddress);
    if (this.connections.size < MOST) return true;
    const others = this.those((host) => !this.isPlatform(host));
    if (others.length > 0) return giveWay(others);
    return this.isPlatform(address) && giveWay([...this.connections]);
  }

  add(connection: Accepted): void {
    this.connections.add(connection);
  }

  /** It sent what was dealt with: the others give way before it. */
  heard(connection: Accepted): void {
    if (this.connections.delete(connection)) this.connections.add(connection);
  }

  remove(connection: Accepted): void {
    this.connections.delete(connection);
  }

  private those(isMeant: (host: string) => boolean): readonly Accepted[] {
    return [...this.connections].filter(({ remote }) => isMeant(remote.host));
  }
}

function giveWay([first]: readonly Accepted[]): true {
  first?.close('too many peers are connected');
  return true;
}
