import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { systemDns, type Family } from './sip/location/dns.js';
import { locate } from './sip/location/locate.js';
import { type HostPort, DEFAULT_PORTS } from './sip/transport/hop.js';
import type { TelephonyOptions } from './telephony-options.js';

/** Addresses of nobody (RFC 5737, RFC 3849): the way to them is the way out of this host. */
const ANYWHERE: Readonly<Record<Family, string>> = { 4: '192.0.2.1', 6: '2001:db8::1' };

/**
 * The address that stands for this host in Via, Contact and SDP, where a wildcard cannot: the one that leads to the
 * first server that can be found now, else the one that leads out of this host.
 * @throws Error when there is no such way
 */
export async function localAddress({ bind, trunks, dnsServers }: TelephonyOptions): Promise<string> {
  if (bind.address !== '0.0.0.0' && bind.address !== '::') return bind.address;
  const family = isIPv6(bind.address) ? 6 : 4;
  const settings = { dns: systemDns(dnsServers), family, spoken: ['udp'], seed: '' } as const;
  for (const { servers, transport = 'udp' } of trunks) {
    for (const server of servers) {
      const [hop] = await locate({ ...server, transport }, settings).catch(() => []);
      const address = hop === undefined ? undefined : await sourceTowards(hop, family);
      if (address !== undefined) return address;
    }
  }
  const address = await sourceTowards({ host: ANYWHERE[family], port: DEFAULT_PORTS.udp }, family);
  if (address === undefined)
    throw new Error(
      'No route to the servers of any trunk: set telephony.bind.address to an address of this host',
    );
  return address;
}

async function sourceTowards({ host, port }: HostPort, family: Family): Promise<string | undefined> {
  const socket = createSocket(`udp${family}`);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, host, resolve);
    });
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}
