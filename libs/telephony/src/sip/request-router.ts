import { CallHops, type SentRequest } from './call-hops.js';
import type { Endpoint } from './demultiplexer.js';
import { locate, type LocatedHop, type LocationSettings, type ServerAddress } from './location/locate.js';
import type { RequestHead } from './message-head.js';
import type { Scope } from './servers/trunk-servers.js';
import type { Hop } from './transport/hop.js';
import { branchOf, uriAddress } from './via.js';

/** Finds where a request goes (RFC 3261 §8.1.2, RFC 3263), and remembers where those went that others follow. */
export class RequestRouter {
  private readonly calls = new WeakMap<Endpoint, CallHops>();

  constructor(private readonly settings: LocationSettings) {}

  /** @throws Error when it cannot be found */
  locate(server: ServerAddress): Promise<readonly LocatedHop[]> {
    return locate(server, this.settings);
  }

  /**
   * What a request tries, one after the other: CANCEL and the ACK of a refusal go where their INVITE went, others to
   * their first Route, else inside a dialog where its INVITE went, else to the servers of the trunk, else to where the
   * request URI points.
   * @throws Error when that cannot be found
   */
  async hopsOf(endpoint: Endpoint, request: RequestHead): Promise<readonly Hop[]> {
    const sent = this.sent(endpoint, request.callId);
    if (sent !== undefined && isSameTransaction(request, sent)) return [sent.way];
    if (request.route !== undefined) return this.hopsOfUri(endpoint, request.route);
    if (request.toTag !== undefined && sent !== undefined) return [sent.hop];
    if (endpoint.servers !== undefined) return endpoint.servers.hops(scopeOf(request.method));
    return this.hopsOfUri(endpoint, request.requestUri);
  }

  /** A request leaves: what follows it can be sent after it. */
  leaves(endpoint: Endpoint, request: RequestHead, hop: Hop, way: Hop): void {
    if (request.toTag !== undefined || request.method === 'CANCEL' || request.method === 'ACK') return;
    let calls = this.calls.get(endpoint);
    if (calls === undefined) this.calls.set(endpoint, (calls = new CallHops()));
    calls.set(request.callId, { hop, way, branch: branchOf(request.via) });
  }

  /** Where the last request outside of dialogs with that Call-ID went. */
  sent(endpoint: Endpoint, callId: string): SentRequest | undefined {
    return this.calls.get(endpoint)?.get(callId);
  }

  private async hopsOfUri({ servers }: Endpoint, uri: string): Promise<readonly Hop[]> {
    const address = uriAddress(uri);
    if (address === undefined) throw new Error('SIP message without a destination');
    const hops = await this.locate(address);
    return servers === undefined ? hops : hops.map((hop) => servers.known(hop));
  }
}

/** Calls stay where their port is registered. */
export function scopeOf(method: string): Scope {
  return method === 'INVITE' ? 'server-in-use' : 'any-server';
}

function isSameTransaction({ method, via }: RequestHead, { branch }: SentRequest): boolean {
  return (method === 'CANCEL' || method === 'ACK') && branch !== undefined && branchOf(via) === branch;
}
