import type { TrunkOptions } from '@marcador/telephony/telephony-options.js';

/** A trunk with one port, 2001, whose registrar listens on a port of this host. @param change what differs */
export function trunkTo(port: number, change: Partial<TrunkOptions> = {}): TrunkOptions {
  return {
    name: 'pbx',
    servers: [{ host: '127.0.0.1', port }],
    domain: 'pbx.test',
    ports: [{ user: '2001', password: 'secret' }],
    registrationExpirySeconds: 3600,
    callsPerSecond: 1000,
    transfer: { successOn: 'answered', timeoutMs: 5000 },
    ...change,
  };
}
