import { isIPv4 } from 'node:net';
import { DIGIT, TOKEN, consistsOf } from './characters.js';
import { readHost, readPort, type HostType } from './host.js';
import { readParameters, type Parameters } from './parameters.js';
import { Reader } from './reader.js';

/** A Via in the shape that sip.js gives it. */
interface ViaParm {
  readonly protocol: string;
  readonly transport: string;
  /** Of the address that was read last: `received` counts. */
  host_type: HostType;
  readonly host: string;
  port?: number;
  received?: string;
  branch?: string;
  rport?: string;
  params?: Parameters;
}

const TRANSPORTS = new Set(['UDP', 'TCP', 'TLS', 'SCTP']);

/** Parses the value of a Via header field that holds one Via (RFC 3261 §20.42, RFC 3581 §3). */
export function parseVia(text: string): ViaParm | undefined {
  const reader = new Reader(text);
  if (!reader.takeText('SIP/2.0/')) return undefined;
  const transport = reader.run(TOKEN);
  if (!TRANSPORTS.has(transport) || !reader.take(' ')) return undefined;
  reader.skipSpace();
  const sentBy = readHost(reader);
  if (sentBy === undefined) return undefined;
  const via: ViaParm = { protocol: 'SIP', transport, host_type: sentBy.type, host: sentBy.host };
  if (reader.take(':')) {
    const port = readPort(reader);
    if (port === undefined) return undefined;
    via.port = port;
  }
  const parameters = readParameters(reader, (name, value) => takeParameter(via, name, value));
  if (parameters === undefined || !reader.done) return undefined;
  for (const _any in parameters) via.params = parameters;
  return via;
}

function takeParameter(via: ViaParm, name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  switch (name) {
    case 'branch':
      via.branch = value;
      return !value.startsWith('"');
    case 'rport':
      via.rport = value;
      return consistsOf(value, DIGIT);
    case 'received':
      via.host_type = 'IPv4';
      via.received = value;
      return isIPv4(value);
    case 'ttl':
    case 'maddr':
      return false;
    default:
      return undefined;
  }
}
