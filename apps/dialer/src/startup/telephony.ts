import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { PortCredentials, TelephonyOptions } from '@marcador/telephony/telephony-options.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import type { Configuration } from '../configuration.schema.js';
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
  const options: TelephonyOptions = { ...telephony, ports: telephony.ports.map(credentials) };
  try {
    return await startTelephony(options, { clock, log });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The dialer ports of telephony.bind cannot be started: ${reason}.`);
  }
}

function credentials(port: Configuration['telephony']['ports'][number]): PortCredentials {
  const { user, password, authorizationUser } = port;
  return { user, password, ...(authorizationUser !== undefined && { authorizationUser }) };
}
