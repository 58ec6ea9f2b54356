import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import type { PortCredentials, TelephonyOptions } from '@marcador/telephony/telephony-options.js';
import { startTelephony } from '@marcador/telephony/telephony.js';
import type { Configuration } from '../configuration.schema.js';
import { StartupError } from './startup-error.js';

/** The dialer ports of this node. */
export interface NodeTelephony {
  readonly pool: PortPool;
  close(): Promise<void>;
}

const NO_PORTS: PortPool = {
  acquire: () => undefined,
  idle: 0,
  onAvailable: () => undefined,
  states: () => [],
};

/**
 * Starts the dialer ports, which register in the background. A node without the role "dialer" has none.
 * @throws StartupError
 */
export async function nodeTelephony(
  configuration: Configuration,
  clock: Clock,
  log: Log,
): Promise<NodeTelephony> {
  const { roles, telephony } = configuration;
  if (telephony === undefined || !roles.includes('dialer'))
    return { pool: NO_PORTS, close: () => Promise.resolve() };
  const options: TelephonyOptions = { ...telephony, ports: telephony.ports.map(credentials) };
  try {
    return await startTelephony(options, { clock, log });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The dialer ports of telephony.bind cannot be started: ${reason}.`);
  }
}

function credentials(port: NonNullable<Configuration['telephony']>['ports'][number]): PortCredentials {
  const { user, password, authorizationUser } = port;
  return { user, password, ...(authorizationUser !== undefined && { authorizationUser }) };
}
