import { isIP } from 'node:net';
import { DEFAULT_PORTS, type Hop, type SipTransport } from '../transport/hop.js';
import type { Dns, Family } from './dns.js';
import { conventionalName, offeredServices, type ServiceName } from './naptr.js';
import { inOrderOf, orderSrv } from './srv.js';

/** A host as a URI or the configuration names it. */
export interface ServerAddress {
  /** Name or numeric address; IPv6 without brackets. */
  readonly host: string;
  readonly port?: number;
  readonly transport?: SipTransport;
}

/** Where a server is. */
export interface LocatedHop extends Hop {
  /** Less is better; those of equal preference are as good as each other. */
  readonly preference: number;
}

export interface LocationSettings {
  readonly dns: Dns;
  /** Addresses of the other family cannot be reached from our sockets. */
  readonly family: Family;
  /** The transports we speak, best first. */
  readonly spoken: readonly SipTransport[];
  /** Draws the order among SRV records of equal priority, and among the addresses of a name. */
  readonly seed: string;
}

/**
 * Finds where a server is (RFC 3263 §4): NAPTR and SRV records where neither a port nor a numeric address is given,
 * addresses in the end. A transport that is asked for is never replaced by another.
 * @returns what to try, one after the other: in the same order for the same seed, whatever order DNS gives it in
 * @throws Error when it cannot be found: one sentence, for logs and operators
 */
export async function locate(
  server: ServerAddress,
  settings: LocationSettings,
): Promise<readonly LocatedHop[]> {
  const { host, port, transport = settings.spoken[0] ?? 'udp' } = server;
  const numeric = isIP(host);
  if (numeric !== 0 && numeric !== settings.family)
    throw new Error(`${host} is IPv${numeric} and our address is IPv${settings.family}`);
  if (numeric !== 0)
    return [{ transport, host, port: port ?? DEFAULT_PORTS[transport], name: host, preference: 0 }];
  const targets = port === undefined ? await targetsOf(server, settings) : [];
  if (targets.length === 0)
    targets.push({ transport, host, port: port ?? DEFAULT_PORTS[transport], preference: 0 });
  const found = await Promise.all(targets.map((target) => hopsOf(target, host, settings)));
  const hops = found.flat();
  if (hops.length === 0) throw new Error(`${host} has no IPv${settings.family} address in DNS`);
  return hops;
}

/** As many as SRV records can have (RFC 2782). */
const PRIORITIES = 65_536;

interface Target {
  readonly transport: SipTransport;
  readonly host: string;
  readonly port: number;
  readonly preference: number;
}

async function targetsOf({ host, transport }: ServerAddress, settings: LocationSettings): Promise<Target[]> {
  // Nobody's DNS knows it (RFC 6761 §6.3).
  if (host === 'localhost') return [];
  const spoken = transport === undefined ? settings.spoken : [transport];
  const offered = offeredServices(await orNothing(settings.dns.naptr(host)), spoken);
  const services = offered.length > 0 ? offered : spoken.map((each) => conventionalName(host, each));
  const found = await Promise.all(
    services.map((service, index) => srvTargets(service, index * PRIORITIES, settings)),
  );
  return found.flat();
}

async function srvTargets(
  { name, transport }: ServiceName,
  preference: number,
  { dns, seed }: LocationSettings,
): Promise<Target[]> {
  const records = await orNothing(dns.srv(name));
  // A lone "." says that the service is not there (RFC 2782).
  return orderSrv(records, seed)
    .filter((record) => record.name !== '' && record.name !== '.')
    .map(({ name: host, port, priority }) => ({ transport, host, port, preference: preference + priority }));
}

async function hopsOf(
  { host, ...target }: Target,
  name: string,
  settings: LocationSettings,
): Promise<LocatedHop[]> {
  const addresses = await settings.dns.addresses(host, settings.family).catch((error: Error) => {
    if (host === name) throw new Error(`DNS does not answer for ${host}: ${error.message}`);
    return [];
  });
  return inOrderOf(settings.seed, addresses).map((address) => ({ ...target, host: address, name }));
}

/** A host may well have an address and a DNS server that knows nothing of SIP, or none at all. */
async function orNothing<T>(records: Promise<readonly T[]>): Promise<readonly T[]> {
  return records.catch(() => []);
}
