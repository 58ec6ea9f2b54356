import { readFile } from 'node:fs/promises';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { TlsSettings } from '@marcador/telephony/sip/transport/tls-options.js';
import type {
  CallOptions,
  PortCredentials,
  TelephonyOptions,
  TrunkOptions,
} from '@marcador/telephony/telephony-options.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import type { Configuration } from '../configuration.schema.js';
import { defined } from '../defined.js';
import { serverAddress } from '../server-address.js';
import { StartupError } from './startup-error.js';

/**
 * Starts the dialer ports, which register in the background.
 * @throws StartupError
 */
export async function nodeTelephony(
  { telephony }: Configuration,
  clock: Clock,
  log: Log,
): Promise<Telephony> {
  const { acceptFrom, peers, requestsPerSecond, media, trunks, ...rest } = telephony;
  const options: TelephonyOptions = {
    ...rest,
    admission: { acceptFrom, peers, requestsPerSecond },
    tls: await tlsSettings(telephony.tls),
    mediaWorkers: media.workers,
    trunks: trunks.map(trunkOptions),
  };
  try {
    return await startTelephony(options, { clock, log });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The dialer ports of telephony.bind cannot be started: ${reason}.`);
  }
}

type Trunk = Configuration['telephony']['trunks'][number];

function trunkOptions({ name, ...trunk }: Trunk): TrunkOptions {
  return {
    ...trunk,
    name: name ?? trunk.domain,
    // The schema has checked each of them.
    servers: trunk.servers.flatMap((server) => serverAddress(server) ?? []),
    ports: trunk.ports.map(credentials),
    calls: callOptions(trunk),
  };
}

function callOptions({ sessionTimerSeconds, maxRedirections, callerId }: Omit<Trunk, 'name'>): CallOptions {
  return {
    ...(sessionTimerSeconds > 0 && { sessionIntervalSeconds: sessionTimerSeconds }),
    maxRedirections,
    callerId: defined(callerId),
  };
}

async function tlsSettings(tls: Configuration['telephony']['tls']): Promise<TlsSettings> {
  const certificate = await pem('certificateFile', tls.certificateFile);
  const key = await pem('keyFile', tls.keyFile);
  const authorities = await pem('caFile', tls.caFile);
  return {
    verify: tls.verify,
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(authorities !== undefined && { authorities }),
  };
}

async function pem(key: string, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(`telephony.tls.${key}: ${file} cannot be read (${code}).`);
  }
}

function credentials(port: Trunk['ports'][number]): PortCredentials {
  const { user, password, authorizationUser } = port;
  return { user, password, ...(authorizationUser !== undefined && { authorizationUser }) };
}
