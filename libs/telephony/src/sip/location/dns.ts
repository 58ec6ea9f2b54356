import { lookup, Resolver } from 'node:dns/promises';

/** A NAPTR record (RFC 3403 §4.1). */
export interface Naptr {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

/** An SRV record (RFC 2782). */
export interface Srv {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** 4 or 6, of addresses. */
export type Family = 4 | 6;

/** What of DNS is needed to find a server. A name without such records has none: no error. */
export interface Dns {
  naptr(name: string): Promise<readonly Naptr[]>;
  srv(name: string): Promise<readonly Srv[]>;
  addresses(name: string, family: Family): Promise<readonly string[]>;
}

/** What c-ares says of a name that does not exist, and of one without records of the kind. */
const NONE: readonly unknown[] = ['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA'];
const QUERY_TIMEOUT_MS = 1500;
const TRIES = 2;

/**
 * DNS as the host has it: addresses also from its file of hosts. With `servers` (`address` or `address:port`) these
 * alone are asked.
 */
export function systemDns(servers: readonly string[] = []): Dns {
  const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  const bySystem = async (name: string, family: Family) =>
    (await lookup(name, { all: true, family })).map(({ address }) => address);
  const byServers = (name: string, family: Family) =>
    family === 6 ? resolver.resolve6(name) : resolver.resolve4(name);
  return {
    naptr: (name) => orNone(resolver.resolveNaptr(name)),
    srv: (name) => orNone(resolver.resolveSrv(name)),
    addresses: (name, family) =>
      orNone(servers.length > 0 ? byServers(name, family) : bySystem(name, family)),
  };
}

async function orNone<T>(answer: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await answer;
  } catch (error) {
    if (NONE.includes((error as NodeJS.ErrnoException).code)) return [];
    throw error;
  }
}
