import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { ConnectionOptions, SecureContextOptions, TlsOptions } from 'node:tls';
import type { Hop } from './hop.js';
import { identityProblem } from './sip-identity.js';

/** How servers are known over TLS, and how we are. PEM texts. */
export interface TlsSettings {
  /** Ours: shown to servers that ask for one, and to whoever connects to us. Without it nobody can. */
  readonly certificate?: string;
  readonly key?: string;
  /** Who may vouch for servers; without it those whom Node.js trusts. */
  readonly authorities?: string;
  /**
   * `full`: a server's certificate is vouched for and names the server (RFC 5922); `authority`: it is vouched for,
   * whoever it is for; `none`: whoever answers is believed.
   */
  readonly verify: 'full' | 'authority' | 'none';
}

const OLDEST_VERSION = 'TLSv1.2';

/** Options of a connection to a server. */
export function clientOptions(hop: Hop, settings: TlsSettings): ConnectionOptions {
  return {
    ...ours(settings),
    // The name of an address is no server name (RFC 6066 §3).
    ...(isIP(hop.name) === 0 ? { servername: hop.name } : {}),
    rejectUnauthorized: settings.verify !== 'none',
    checkServerIdentity: (_host, { raw }) => {
      const problem =
        settings.verify === 'full' ? identityProblem(hop.name, new X509Certificate(raw)) : undefined;
      return problem === undefined ? undefined : new Error(problem);
    },
  };
}

/** Options of our listener. Nobody is asked for a certificate: who may send what is decided by the message. */
export function listenerOptions(settings: TlsSettings): TlsOptions {
  return ours(settings);
}

function ours({ certificate, key, authorities }: TlsSettings): SecureContextOptions {
  return {
    minVersion: OLDEST_VERSION,
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(authorities === undefined ? {} : { ca: authorities }),
  };
}
